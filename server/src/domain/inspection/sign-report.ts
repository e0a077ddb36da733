import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type Canonical, canonicalJson } from './canonical-json.ts'

/** DER head of an Ed25519 private key (RFC 8410); the 32-byte seed follows. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const RAW_KEY_BYTES = 32

export interface ReportSigner {
  keyId: string
  /** The raw 32 bytes, as WebCrypto imports them. */
  publicKey: Buffer
  /** Signs the SHA-256 digest of the canonical JSON. */
  signReport(content: Canonical): { contentHash: Buffer; signature: Buffer; keyId: string }
}

const signers = new Map<string, ReportSigner>()

/** The same 32-byte seed always gives the same key. The key id is the start of the public key's SHA-256. */
export function createReportSigner(seed: Uint8Array): ReportSigner {
  const cacheKey = createHash('sha256').update(seed).digest('hex')
  const known = signers.get(cacheKey)
  if (known) return known
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const signer = signerOf(privateKey)
  signers.set(cacheKey, signer)
  return signer
}

function signerOf(privateKey: KeyObject): ReportSigner {
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(-RAW_KEY_BYTES)
  const keyId = createHash('sha256').update(publicKey).digest('hex').slice(0, 16)
  return {
    keyId,
    publicKey,
    signReport(content) {
      const contentHash = hashReport(content)
      return { contentHash, signature: sign(null, contentHash, privateKey), keyId }
    },
  }
}

export function hashReport(content: Canonical): Buffer {
  return createHash('sha256').update(canonicalJson(content)).digest()
}

const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** Whether this signature was made over the content of this hash by the owner of this public key. */
export function isSignatureOf(hash: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' })
  return verify(null, hash, key, signature)
}
