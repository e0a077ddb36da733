import { z } from 'zod'
import { keysetCursor, type Place } from '#domain/keyset-cursor.ts'

const cursor = keysetCursor(z.string().regex(/^[\w-]{1,64}$/))

export interface PageQuery {
  cursor?: string | undefined
  limit: number
}

export interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/** Cuts the row too many that a list asked for, and says where the next page begins. */
export function toPage<Row extends { place: Place }>(rows: Row[], limit: number): Page<Omit<Row, 'place'>> {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last ? cursor.encode(last.place) : null
  return { rows: page.map(({ place: _place, ...row }) => row), nextCursor }
}

/** The place a page begins behind; none for the first page. Throws `bad_request` for whatever we did not encode. */
export function readCursor(text: string | undefined): Place | undefined {
  return text === undefined ? undefined : cursor.decode(text)
}
