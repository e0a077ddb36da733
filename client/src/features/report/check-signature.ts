/** What the browser itself could establish; `unsupported` where it has no Ed25519 or the page is not on https. */
export type SignatureCheck = 'genuine' | 'forged' | 'unsupported'

export interface SignedReport {
  signedText: string
  /** Base64, as are the key's 32 raw bytes. */
  signature: string
  publicKey: string
}

/**
 * Checks the report without asking anybody: Ed25519 over the SHA-256 digest of the text that was signed. Works with the
 * network cut, and a server that changed one character could not make it pass.
 */
export async function checkSignature(report: SignedReport): Promise<SignatureCheck> {
  if (!globalThis.crypto?.subtle) return 'unsupported'
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('raw', bytesOf(report.publicKey), 'Ed25519', false, ['verify'])
  } catch {
    return 'unsupported'
  }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(report.signedText))
  const genuine = await crypto.subtle.verify('Ed25519', key, bytesOf(report.signature), digest)
  return genuine ? 'genuine' : 'forged'
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0))
}
