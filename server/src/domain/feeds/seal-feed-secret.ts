import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** Seals the keys of a source with AES-256-GCM, bound to the source, so that they do not open as another source's. */
export function sealFeedSecret(key: Buffer, feedId: string, secret: object): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(feedId))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed])
}

/** Throws when the key, the source or one bit is not the same as when it was sealed. */
export function openFeedSecret(key: Buffer, feedId: string, sealed: Buffer): unknown {
  if (sealed[0] !== VERSION) throw new Error('sealed feed keys of an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
    .setAAD(Buffer.from(feedId))
    .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  return JSON.parse(
    Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]).toString(),
  )
}
