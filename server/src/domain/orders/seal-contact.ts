import { createHmac } from 'node:crypto'
import { type BuyerContact, buyerContact } from '@haowu/shared/orders.ts'
import { openText, sealText } from '#domain/seal-text.ts'

/** Seals name, phone and address, bound to their order. */
export function sealContact(key: Buffer, orderId: string, contact: BuyerContact): Buffer {
  return sealText(key, orderId, JSON.stringify(contact))
}

/** Throws when the key, the order or one bit is not the same as when it was sealed. */
export function openContact(key: Buffer, orderId: string, sealed: Buffer): BuyerContact {
  return buyerContact.parse(JSON.parse(openText(key, orderId, sealed)))
}

/** What may be shown without opening: enough for the buyer to know himself, too little for anybody else. */
export function maskContact({ name, phone }: BuyerContact): { nameMasked: string; phoneMasked: string } {
  const [first = ''] = name
  const digits = ownDigits(phone)
  return { nameMasked: `${first}**`, phoneMasked: `${digits.slice(0, 3)}****${digits.slice(-2)}` }
}

/**
 * Tells the same buyer again without saying who he is. Keyed, because all phone numbers there are can be hashed in an
 * afternoon by whoever needs no key.
 */
export function hashBuyer(key: Buffer, { phone }: Pick<BuyerContact, 'phone'>): Buffer {
  return createHmac('sha256', key).update(ownDigits(phone)).digest()
}

/** Without China's country code, so that a number is the same however it was typed, and the part shown tells numbers apart. */
function ownDigits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(?:0086|86)(?=1\d{10}$)/, '')
}
