import { z } from 'zod'

/** Input of every list whose rows are ordered by a time-ordered id. */
export const pageInput = {
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
}

export interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/** Cuts the row too many that a list was asked for, and says where the next page begins. */
export function toPage<Row extends { id: string }>(rows: Row[], limit: number): Page<Row> {
  const page = rows.slice(0, limit)
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}
