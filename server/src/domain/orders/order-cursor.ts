import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'

/** Where a page ended. The instant is the database's own text, because a JavaScript date would lose its microseconds. */
const place = z.strictObject({
  at: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/),
  id: z.uuid(),
})

export type Place = z.output<typeof place>

export function encodeCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify({ at, id })).toString('base64url')
}

/** Throws `bad_request` for whatever we did not encode. */
export function decodeCursor(cursor: string): Place {
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
