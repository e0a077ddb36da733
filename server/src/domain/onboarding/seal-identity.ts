import { createHmac } from 'node:crypto'
import { maskNumber } from '@haowu/shared/identity-numbers.ts'
import { openText, sealText } from '#domain/seal-text.ts'

export interface SealedIdentity {
  sealed: Buffer
  masked: string
  digest: Buffer
}

/** Seals an identity number for one application. The digest is the same for the same number, and tells nothing without the key. */
export function sealIdentity(key: Buffer, applicationId: string, number: string): SealedIdentity {
  return {
    sealed: sealText(key, applicationId, number),
    masked: maskNumber(number),
    digest: createHmac('sha256', key).update(`identity:${number}`).digest(),
  }
}

export function openIdentity(key: Buffer, applicationId: string, sealed: Buffer): string {
  return openText(key, applicationId, sealed)
}
