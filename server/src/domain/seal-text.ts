import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/**
 * Seals a text with AES-256-GCM. The id of whom it belongs to is bound in, so that a sealed text moved to another row does
 * not open. Layout: version, nonce, tag, ciphertext.
 */
export function sealText(key: Buffer, ownerId: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(ownerId))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed])
}

/** Throws when the key, the owner or one bit is not the same as when it was sealed. */
export function openText(key: Buffer, ownerId: string, sealed: Buffer): string {
  if (sealed[0] !== VERSION) throw new Error('a sealed text of an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
    .setAAD(Buffer.from(ownerId))
    .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]).toString('utf8')
}
