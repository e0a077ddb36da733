import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type BuyerContact, buyerContact } from '@haowu/shared/orders.ts'

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/**
 * Seals name, phone and address with AES-256-GCM. The order's id is bound in, so that a sealed contact moved to
 * another order does not open. Layout: version, nonce, tag, ciphertext.
 */
export function sealContact(key: Buffer, orderId: string, contact: BuyerContact): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(orderId))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(contact), 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed])
}

/** Throws when the key, the order or one bit is not the same as when it was sealed. */
export function openContact(key: Buffer, orderId: string, sealed: Buffer): BuyerContact {
  if (sealed[0] !== VERSION) throw new Error('a sealed contact of an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
    .setAAD(Buffer.from(orderId))
    .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  const opened = Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()])
  return buyerContact.parse(JSON.parse(opened.toString('utf8')))
}

/** What may be shown without opening: enough for the buyer to know himself, too little for anybody else. */
export function maskContact({ name, phone }: BuyerContact): { nameMasked: string; phoneMasked: string } {
  const [first = ''] = name
  // Without China's country code, so that the part shown tells numbers apart.
  const digits = phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '')
  return { nameMasked: `${first}**`, phoneMasked: `${digits.slice(0, 3)}****${digits.slice(-2)}` }
}
