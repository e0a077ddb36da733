import type { Grade, ReportKind, ReportStanding } from '@haowu/shared/catalog.ts'
import type { DefectMark, MediaShows } from '@haowu/shared/inspection.ts'
import type { Canonical } from './canonical-json.ts'
import type { GradeReason, Measured } from './grade-item.ts'

/** What an inspector hands in. The grade is not among it: it is computed. */
export interface ReportDraft {
  itemId: string
  kind: ReportKind
  agencyName: string | null
  inspectorName: string
  externalNo: string | null
  /** `YYYY-MM-DD`, a business day. */
  inspectedOn: string
  /** IMEI, serial or certificate as read from the piece; must be the item's own. */
  identity: string | null
  measured: Measured
  defects: string
  /** What only an inspection made on screen knows. */
  details?: ReportDetails
}

export interface ReportDetails {
  place: string | null
  tools: string[]
  marks: DefectMark[]
  media: SignedMedia[]
}

/** A photo or paper by the hash of its bytes: `/media/<sha256>.<kind>` for photos. */
export interface SignedMedia {
  sha256: string
  kind: 'jpg' | 'png' | 'webp' | 'gif' | 'pdf'
  shows: MediaShows
}

/**
 * The facts as they are signed. Only what a buyer may read; adding a member is a new `v`. Version 2 added place, tools,
 * marked defects and the hashes of photos and papers; reports of version 1 do not have them.
 */
export type ReportContent = {
  v: 1 | 2
  code: string
  version: number
  kind: ReportKind
  agency: string | null
  inspector: string
  externalNo: string | null
  inspectedOn: string
  expiresOn: string
  item: {
    category: string
    brand: string | null
    model: string | null
    title: string
    identity: string | null
  }
  template: { code: string; version: number }
  measured: Measured
  defects: string
  grade: Grade
  gradeReasons: GradeReason[]
  rubricVersion: number
} & Partial<ReportDetails> & { [key: string]: Canonical }

/** What a buyer is told: a stored state, and whether its time has run out. */
export function standingOf(report: { state: string; expiresAt: Date }, now: Date): ReportStanding {
  if (report.state === 'revoked') return 'revoked'
  if (report.state === 'superseded') return 'superseded'
  if (report.state !== 'published') return 'unknown'
  return report.expiresAt > now ? 'published' : 'expired'
}
