import type { DeskCase } from '#features/cases/case-kinds.ts'

/** An appeal waits to be heard: in time, or after the decision was carried out. */
export function isAppealed({ state, review }: Pick<DeskCase, 'state' | 'review'>): boolean {
  return state === 'appealed' || review?.state === 'asked'
}
