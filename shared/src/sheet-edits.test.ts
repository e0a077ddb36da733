import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MergedSlot, mergeEdit, queueEdit, type SheetEdit, slotsBefore } from './sheet-edits.ts'

const IDS = ['a', 'b', 'c', 'd', 'e']
const fresh = (): MergedSlot[] =>
  IDS.map(slotId => ({
    slotId,
    minutes: 5,
    script: '',
    minutesVersion: 1,
    scriptVersion: 1,
    placeVersion: 1,
  }))

/** What an editor does: changes something on his own copy, or meets the network. */
type Step = { editor: 0 | 1 } & (
  | { do: 'minutes'; slotId: string; value: number }
  | { do: 'script'; slotId: string; value: string }
  | { do: 'move'; slotId: string; to: number }
  | { do: 'sync' }
)

const editor = fc.constantFrom<0 | 1>(0, 1)
const slotId = fc.constantFrom(...IDS)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ editor, do: fc.constant('minutes' as const), slotId, value: fc.integer({ min: 1, max: 120 }) }),
  fc.record({ editor, do: fc.constant('script' as const), slotId, value: fc.string({ maxLength: 3 }) }),
  fc.record({ editor, do: fc.constant('move' as const), slotId, to: fc.nat({ max: 4 }) }),
  fc.record({ editor, do: fc.constant('sync' as const) }),
)

interface Desk {
  seen: MergedSlot[]
  queue: SheetEdit[]
}
interface Told {
  edit: SheetEdit
  by: number
  outcome: string
  theirs?: unknown
}

/** The server's sheet, and two desks with copies of their own. */
function play(steps: Step[]) {
  let sheet = fresh()
  let count = 0
  const desks: [Desk, Desk] = [
    { seen: sheet, queue: [] },
    { seen: sheet, queue: [] },
  ]
  const told: Told[] = []
  const sync = (by: 0 | 1) => {
    const desk = desks[by]
    for (const edit of desk.queue) {
      const { slots, result } = mergeEdit(sheet, edit)
      sheet = slots
      told.push({ edit, by, ...result })
    }
    desks[by] = { seen: sheet, queue: [] }
  }
  const wish = (by: 0 | 1, one: Exclude<Step, { do: 'sync' }>) => {
    const desk = desks[by]
    const slot = desk.seen.find(each => each.slotId === one.slotId) as MergedSlot
    const about = { editId: `e${++count}`, slotId: one.slotId }
    if (one.do === 'minutes') {
      return { ...about, base: slot.minutesVersion, field: 'minutes', value: one.value } as const
    }
    if (one.do === 'script') {
      return { ...about, base: slot.scriptVersion, field: 'script', value: one.value } as const
    }
    const others = desk.seen.filter(each => each !== slot)
    const placed = others.toSpliced(one.to, 0, slot)
    return {
      ...about,
      base: slot.placeVersion,
      field: 'place',
      value: slotsBefore(placed, slot.slotId),
    } as const
  }
  for (const one of steps) {
    if (one.do === 'sync') sync(one.editor)
    else desks[one.editor].queue = queueEdit(desks[one.editor].queue, wish(one.editor, one))
  }
  sync(0)
  sync(1)
  return { sheet, told }
}

describe('two editors of one run sheet', () => {
  test('in any interleaving lose no edit: what did not meet another stands, what did is told with the other beside it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const { sheet, told } = play(steps)
        expect(sheet.map(({ slotId }) => slotId).toSorted()).toEqual(IDS)
        for (const field of ['minutes', 'script'] as const) {
          for (const slot of sheet) {
            const about = told.filter(({ edit }) => edit.slotId === slot.slotId && edit.field === field)
            const applied = about.filter(({ outcome }) => outcome === 'applied')
            // The newest that went in is what stands, or nothing ever did.
            const last = applied.at(-1)
            expect(slot[field]).toEqual(last ? last.edit.value : field === 'minutes' ? 5 : '')
            // Nobody is refused without the other's value, and never because of himself.
            for (const lost of about.filter(({ outcome }) => outcome === 'conflict')) {
              expect(lost.theirs).not.toEqual(lost.edit.value)
              expect(applied.some(({ by }) => by !== lost.by)).toBe(true)
            }
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('who move different slots both have their way', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const { told } = play(steps)
        const moves = told.filter(({ edit }) => edit.field === 'place')
        for (const lost of moves.filter(({ outcome }) => outcome === 'conflict')) {
          expect(
            moves.some(
              ({ by, edit, outcome }) =>
                by !== lost.by && edit.slotId === lost.edit.slotId && outcome === 'applied',
            ),
          ).toBe(true)
        }
        expect(moves.some(({ outcome }) => outcome === 'dropped')).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('a slot is put after the nearest that is still there, and at the head when none is', () => {
    const sheet = fresh().filter(({ slotId }) => slotId !== 'd')
    const move = { editId: 'x', slotId: 'a', base: 1, field: 'place' } as const
    const order = (value: string[]) =>
      mergeEdit(sheet, { ...move, value })
        .slots.map(({ slotId }) => slotId)
        .join('')
    expect(order(['d', 'c', 'b'])).toBe('bcae')
    expect(order(['gone'])).toBe('abce')
  })

  test('what was removed meanwhile is told as such, with the words kept by whoever asks', () => {
    const edit = { editId: 'x', slotId: 'gone', base: 1, field: 'script', value: '话术' } as const
    expect(mergeEdit(fresh(), edit).result).toEqual({ outcome: 'dropped' })
  })
})
