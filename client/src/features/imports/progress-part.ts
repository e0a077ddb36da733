import type { ImportDetail } from '#features/imports/import-calls.ts'

/** How far the running step is, 0 to 1; undefined before it can be told: a bar that stands at nothing looks stuck. */
export function progressPart({ progress }: Pick<ImportDetail, 'progress'>): number | undefined {
  if (!progress || progress.total <= 0 || progress.done <= 0) return undefined
  return Math.min(1, Math.max(0, progress.done / progress.total))
}
