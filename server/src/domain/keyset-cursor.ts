import { z } from 'zod'
import { DomainError } from './domain-error.ts'

/** Where a page ended. The instant is the database's own text, because a JavaScript date would lose its microseconds. */
export interface Place {
  at: string
  id: string
}

export interface KeysetCursor {
  encode(place: Place): string
  /** Throws `bad_request` for whatever we did not encode. */
  decode(cursor: string): Place
}

/** The opaque cursor of a list that is ordered by instant and id; `id` says what an id of that list looks like. */
export function keysetCursor(id: z.ZodType<string>): KeysetCursor {
  const place = z.strictObject({
    at: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/),
    id,
  })
  return {
    encode: end => Buffer.from(JSON.stringify({ at: end.at, id: end.id })).toString('base64url'),
    decode(cursor) {
      const parsed = place.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
      if (!parsed.success) throw new DomainError('bad_request', { what: 'cursor' })
      return parsed.data
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
