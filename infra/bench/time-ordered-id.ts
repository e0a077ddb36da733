import { randomBytes } from 'node:crypto'

/** As the database makes ids: version 7, so that indexes grow at their right edge. */
export function timeOrderedId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 15) | 112
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
