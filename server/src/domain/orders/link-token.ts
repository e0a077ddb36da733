import { createHash, createHmac } from 'node:crypto'

/** Opens one order's page. Derived from the order's id, so that a repeated checkout gets the same link again. */
export function linkTokenOf(key: Buffer, orderId: string): string {
  return createHmac('sha256', key).update(orderId).digest().subarray(0, 24).toString('base64url')
}

/** Only this is stored: who reads the table cannot open a page with it. */
export function hashLinkToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
