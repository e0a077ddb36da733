import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkSignature } from './check-signature.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signedText = '{"grade":"95","item":{"identity":"356938035643809"}}'
const report = {
  signedText,
  signature: sign(null, createHash('sha256').update(signedText).digest(), privateKey).toString('base64'),
  publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
}

describe('the signature of a report, checked in the browser', () => {
  test('passes for the text that was signed', async () =>
    expect(await checkSignature(report)).toBe('genuine'))

  test('fails when one character of the text was changed', async () =>
    expect(await checkSignature({ ...report, signedText: signedText.replace('95', '99') })).toBe('forged'))

  test('fails for another key', async () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    expect(await checkSignature({ ...report, publicKey: other.subarray(-32).toString('base64') })).toBe(
      'forged',
    )
  })
})
