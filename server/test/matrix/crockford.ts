import { randomBytes } from 'node:crypto'

/** Random letters as codes of reports and rooms are made of. */
export function crockford(length: number): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  return Array.from(randomBytes(length), byte => alphabet[byte % 32]).join('')
}
