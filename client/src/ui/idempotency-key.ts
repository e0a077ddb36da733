/** Names one wish of one person: sent again after a lost answer, it does nothing twice. Works without https, unlike randomUUID. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
