/** What the browser itself could establish; `unsupported` where it has no Ed25519 or the page is not on https. */
export type SignatureCheck = 'genuine' | 'forged' | 'unsupported'

export interface SignedReport {
  signedText: string
  /** Base64, as are the key's 32 raw bytes. */
  signature: string
  publicKey: string
  /** The first sixteen hex digits of the key's SHA-256, as printed on the paper in the parcel. */
  keyId: string
}

const KEY_ID_DIGITS = 16

/**
 * Checks the report without asking anybody: Ed25519 over the SHA-256 digest of the text that was signed, by the key whose
 * name stands beside it. Works with the network cut, and a server that changed one character could not make it pass.
 */
export async function checkSignature(report: SignedReport): Promise<SignatureCheck> {
  if (!globalThis.crypto?.subtle) return 'unsupported'
  const rawKey = bytesOf(report.publicKey)
  const signature = bytesOf(report.signature)
  if (!rawKey || !signature) return 'forged'
  if ((await sha256Hex(rawKey)).slice(0, KEY_ID_DIGITS) !== report.keyId) return 'forged'
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('raw', rawKey, 'Ed25519', false, ['verify'])
  } catch {
    return 'unsupported'
  }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(report.signedText))
  const genuine = await crypto.subtle.verify('Ed25519', key, signature, digest)
  return genuine ? 'genuine' : 'forged'
}

/** The SHA-256 of these bytes in hex: how the signed text names a photo, and how a key gets its name. */
export async function sha256Hex(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Null for what is no base64: then it is no signature either. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  } catch {
    return null
  }
}
