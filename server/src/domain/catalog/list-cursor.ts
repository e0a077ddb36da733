import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'

/** Where a page ended: the sort key as the database's own text (a JavaScript date would lose its microseconds), and the id. */
const place = z.strictObject({ key: z.string().max(40), id: z.uuid() })
export type ListPlace = z.output<typeof place>

const KEYS = {
  instant: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/,
  whole: /^\d{1,18}$/,
} as const
export type CursorKey = keyof typeof KEYS

export function encodeListCursor({ key, id }: ListPlace): string {
  return Buffer.from(JSON.stringify({ key, id })).toString('base64url')
}

/** Throws `bad_request` for whatever we did not encode for this order. */
export function decodeListCursor(cursor: string, kind: CursorKey): ListPlace {
  try {
    const parsed = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (KEYS[kind].test(parsed.key)) return parsed
  } catch {
    // Answered below, like any other cursor that is not ours.
  }
  throw new DomainError('bad_request', { what: 'cursor' })
}
