import type { ReportLine } from '@haowu/shared/verification.ts'
import { linesOf } from '#domain/inspection/report-lines.ts'
import type { ReportContent } from '#domain/inspection/report.ts'

/** What the signed report says, short enough for a script card: the facts in words, and those that decide the grade. */
export interface ReportHighlights {
  lines: ReportLine[]
  /** Keys of the lines that keep the grade from being higher. */
  reasons: string[]
  defects: string
}

/** Reports that name no template of ours have no lines to tell. */
export function toHighlights(content: unknown): ReportHighlights {
  const report = content as Partial<ReportContent>
  if (!report.template || !report.measured) return { lines: [], reasons: [], defects: '' }
  return {
    lines: linesOf(report as ReportContent),
    reasons: (report.gradeReasons ?? []).map(({ field }) => field),
    defects: report.defects ?? '',
  }
}
