import { z } from 'zod'

/** Control characters, and those that change the direction of what follows: they hide or break what a reader sees. */
const UNPRINTABLE_IN_LINE = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u
const UNPRINTABLE_IN_BLOCK = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/u

const printable = (pattern: RegExp) => (text: string) => text.isWellFormed() && !pattern.test(text)

/** One line that a person typed, trimmed and not empty. */
export function lineText(most: number) {
  return z.string().trim().min(1).max(most).refine(printable(UNPRINTABLE_IN_LINE), { error: 'unprintable' })
}

/** Lines that a person typed; may be empty. */
export function blockText(most: number) {
  return z.string().max(most).refine(printable(UNPRINTABLE_IN_BLOCK), { error: 'unprintable' })
}
