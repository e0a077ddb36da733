import type { Outputs } from '#api/api.ts'

/** A show with its run sheet, as its streamer sees it. */
export type Session = Outputs['sessions']['get']
export type Slot = Session['slots'][number]

/** Items may still be added, moved and removed. */
export function isOpen({ state }: Pick<Session, 'state'>): boolean {
  return state === 'planned' || state === 'live'
}
