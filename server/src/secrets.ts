import { hkdfSync } from 'node:crypto'

/** One key per purpose, all from APP_SECRET, so that a key that leaks in one place opens nothing else. */
export interface Secrets {
  auth: Buffer
  reportSigning: Buffer
  contact: Buffer
  buyer: Buffer
  payee: Buffer
  identity: Buffer
  railWebhook: Buffer
  carrierWebhook: Buffer
  channelWebhook: Buffer
  linkToken: Buffer
  feedKeys: Buffer
}

/** HKDF-SHA256 (RFC 5869), 32 bytes for each purpose. The same APP_SECRET always gives the same keys. */
export function deriveSecrets(appSecret: string): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', appSecret, '', `haowu:${purpose}`, 32))
  return {
    auth: derive('auth'),
    reportSigning: derive('report-signing'),
    contact: derive('contact'),
    buyer: derive('buyer'),
    payee: derive('payee'),
    identity: derive('identity'),
    railWebhook: derive('rail-webhook'),
    carrierWebhook: derive('carrier-webhook'),
    channelWebhook: derive('channel-webhook'),
    linkToken: derive('link-token'),
    feedKeys: derive('feed-keys'),
  }
}
