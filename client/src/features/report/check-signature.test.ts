import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkSignature, sha256Hex } from './check-signature.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
const keyIdOf = (key: Buffer) => createHash('sha256').update(key).digest('hex').slice(0, 16)
const signedText = '{"grade":"95","item":{"identity":"356938035643809"}}'
const report = {
  signedText,
  signature: sign(null, createHash('sha256').update(signedText).digest(), privateKey).toString('base64'),
  publicKey: rawKey.toString('base64'),
  keyId: keyIdOf(rawKey),
}

describe('the signature of a report, checked in the browser', () => {
  test('passes for the text that was signed', async () =>
    expect(await checkSignature(report)).toBe('genuine'))

  test('fails when any one character of the text was changed', async () => {
    for (let at = 0; at < signedText.length; at++) {
      const changed = `${signedText.slice(0, at)}~${signedText.slice(at + 1)}`
      expect(await checkSignature({ ...report, signedText: changed }), `character ${at}`).toBe('forged')
    }
  })

  test('fails for another key, under its own name and under the name of ours', async () => {
    const other = generateKeyPairSync('ed25519')
      .publicKey.export({ format: 'der', type: 'spki' })
      .subarray(-32)
    const forged = { ...report, publicKey: other.toString('base64') }
    expect(await checkSignature(forged)).toBe('forged')
    expect(await checkSignature({ ...forged, keyId: keyIdOf(other) })).toBe('forged')
  })

  test('fails for what is no signature at all', async () => {
    for (const signature of ['', '***', 'AAAA'])
      expect(await checkSignature({ ...report, signature }), signature).toBe('forged')
  })
})

test('a photo is named by the hash of its bytes', async () =>
  expect(await sha256Hex(Buffer.from('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ))
