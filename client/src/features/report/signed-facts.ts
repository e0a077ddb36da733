import type { Grade, ReportKind } from '@haowu/shared/catalog.ts'
import type { DefectMark, MediaShows } from '@haowu/shared/inspection.ts'

/** A photo or paper that was signed with the report, named by the SHA-256 of its bytes. */
export interface SignedMedia {
  sha256: string
  kind: string
  shows: MediaShows
}

/** What was signed. Reports of the first kind (`v: 1`) have neither place, tools, marks nor media. */
export interface SignedFacts {
  code: string
  version: number
  kind: ReportKind
  agency: string | null
  inspector: string
  externalNo: string | null
  inspectedOn: string
  expiresOn: string
  place?: string
  tools?: string[]
  item: {
    category: string
    brand: string | null
    model: string | null
    title: string
    identity: string | null
  }
  measured: Record<string, string | number>
  defects: string
  marks?: DefectMark[]
  media?: SignedMedia[]
  grade: Grade
  gradeReasons: { field: string; value: string | number; atBest: Grade }[]
  rubricVersion: number
}

/**
 * The facts out of the very text whose signature is checked, so that nothing else can be shown in their place. Null for a
 * text that is none of ours; the signature has failed then, too.
 */
export function readSignedFacts(signedText: string): SignedFacts | null {
  try {
    const facts = JSON.parse(signedText) as SignedFacts | null
    return facts?.item && facts.measured && Array.isArray(facts.gradeReasons) ? facts : null
  } catch {
    return null
  }
}

/** Stored as `IMEI:356938035643809` or `SN:…`; what stands before the colon names the number. */
export function splitIdentity(identity: string | null): { name: string | null; number: string | null } {
  const [, name, number] = /^([A-Z]+):(.+)$/.exec(identity ?? '') ?? []
  return { name: name ?? null, number: number ?? identity }
}
