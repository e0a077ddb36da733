import type { ReportStanding } from './catalog.ts'

/** A measured fact in words, both languages; the signed text holds only its key and code. */
export interface ReportLine {
  key: string
  zh: string
  en: string
  valueZh: string
  valueEn: string
}

/**
 * What the code on a parcel opens, as it crosses the wire: the text that was signed, all that a browser needs to check it
 * alone, and beside it what cannot be signed because it changes: where the report stands today.
 */
export interface VerifiableReport {
  code: string
  /** Canonical JSON of the facts; Ed25519 over its SHA-256 digest. */
  signedText: string
  /** Base64, as are the key's 32 raw bytes. */
  signature: string
  publicKey: string
  /** The start of the key's own SHA-256, in hex: printed on paper, so that a key can be told from another. */
  keyId: string
  /** What our own check of the same signature said; a device that can check does not need to be told. */
  genuine: boolean
  standing: ReportStanding
  publishedAt: string | null
  revokedAt: string | null
  revokedReason: string | null
  /** Code of the version that is in force instead. */
  replacedBy: string | null
  /** Since when the rubric that it was graded by was in force. */
  rubricSince: string | null
  /** In the order of the template that the report was made on. */
  lines: ReportLine[]
}
