import { mergeEdit, queueEdit, type SheetEdit } from '@haowu/shared/sheet-edits.ts'
import { readActiveMember } from '#api/active-member.ts'
import { keep, readKept } from '#api/remembered-me.ts'
import type { Session, Slot } from '#features/picks/run-sheet.ts'

/** How each sent edit ended, as the server tells it. */
export type Told = { editId: string; outcome: string; version?: number | undefined }

/** A run sheet on this device: the last one seen, and the changes that the server does not have yet. */
export class SheetCopy {
  readonly #sheetKey: string
  readonly #queueKey: string
  readonly #listeners = new Set<() => void>()
  #queue: SheetEdit[]
  #sending = new Set<string>()

  constructor(sessionId: string) {
    const whose = `${readActiveMember() ?? ''}.${sessionId}`
    this.#sheetKey = `haowu.sheet.${whose}`
    this.#queueKey = `haowu.edits.${whose}`
    this.#queue = readKept<SheetEdit[]>(this.#queueKey) ?? []
  }

  readSheet = (): Session | undefined => readKept<Session>(this.#sheetKey)
  keepSheet = (sheet: Session): void => keep(this.#sheetKey, sheet)
  readQueue = (): SheetEdit[] => this.#queue
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What is on its way already is not rewritten. */
  add = (edit: SheetEdit): void => {
    const onTheWay = this.#queue.filter(({ editId }) => this.#sending.has(editId))
    const waiting = this.#queue.filter(({ editId }) => !this.#sending.has(editId))
    this.#set([...onTheWay, ...queueEdit(waiting, edit)])
  }

  take = (): SheetEdit[] => {
    if (this.#sending.size > 0) return []
    this.#sending = new Set(this.#queue.map(({ editId }) => editId))
    return this.#queue
  }

  /** They were not answered: they are sent again as they are. */
  giveBack = (): void => {
    this.#sending = new Set()
  }

  /** Sent ones leave; what was changed on top of them meanwhile builds on what became of them. */
  settle = (sent: SheetEdit[], told: Told[]): void => {
    this.#sending = new Set()
    const ended = new Map(told.map(each => [each.editId, each]))
    const versions = new Map(
      sent.map(edit => [`${edit.slotId} ${edit.field}`, ended.get(edit.editId)?.version] as const),
    )
    const left = this.#queue.filter(({ editId }) => !ended.has(editId))
    this.#set(
      left.map(edit => ({ ...edit, base: versions.get(`${edit.slotId} ${edit.field}`) ?? edit.base })),
    )
  }

  discard = (): void => {
    this.#sending = new Set()
    this.#set([])
  }

  #set(queue: SheetEdit[]): void {
    this.#queue = queue
    keep(this.#queueKey, queue)
    for (const listener of this.#listeners) listener()
  }
}

/** The sheet as its editor means it: his own changes on top of what the server said last. */
export function withQueue(sheet: Session, queue: readonly SheetEdit[]): Session {
  const slots = queue.reduce<Slot[]>((before, edit) => {
    const slot = before.find(({ slotId }) => slotId === edit.slotId)
    return slot ? mergeEdit(before, { ...edit, base: slot[VERSIONS[edit.field]] }).slots : before
  }, sheet.slots)
  return { ...sheet, slots: slots.map((slot, index) => ({ ...slot, position: index + 1 })) }
}

/** Which version a change of each field builds upon. */
export const VERSIONS = {
  minutes: 'minutesVersion',
  script: 'scriptVersion',
  place: 'placeVersion',
} as const
