import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** Seals an account number with AES-256-GCM, bound to its party, so that it does not open as another party's account. */
export function sealAccountNo(key: Buffer, partyId: string, accountNo: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(partyId))
  const sealed = Buffer.concat([cipher.update(accountNo, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed])
}

/** Throws when the key, the party or one bit is not the same as when it was sealed. */
export function openAccountNo(key: Buffer, partyId: string, sealed: Buffer): string {
  if (sealed[0] !== VERSION) throw new Error('a sealed account number of an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
    .setAAD(Buffer.from(partyId))
    .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]).toString('utf8')
}
