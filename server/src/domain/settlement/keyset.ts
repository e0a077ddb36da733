import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'

/** Where a page ended. The instant is the database's own text, because a JavaScript date would lose its microseconds. */
const place = z.strictObject({
  at: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/),
  id: z.string().regex(/^[\w-]{1,64}$/),
})
export type Place = z.output<typeof place>

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
  const nextCursor = rows.length > limit && last ? encode(last.place) : null
  return { rows: page.map(({ place: _place, ...row }) => row), nextCursor }
}

function encode(end: Place): string {
  return Buffer.from(JSON.stringify(end)).toString('base64url')
}

/** Throws `bad_request` for whatever we did not encode. */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const parsed = place.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success) throw new DomainError('bad_request', { what: 'cursor' })
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
