import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that a code read aloud or from a printed label is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

/** 60 random bits: a code can be read from a label, not guessed. */
export function newReportCode(): string {
  let code = ''
  for (const byte of randomBytes(LENGTH)) code += ALPHABET[byte & 31]
  return code
}

/** What a person typed or scanned, as stored; null when it cannot be a code. */
export function normaliseReportCode(text: string): string | null {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code) ? code : null
}
