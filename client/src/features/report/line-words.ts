import type { ReportLine } from '@haowu/shared/verification.ts'

/** A signed finding in the reader's language; by its bare key and code where no template names it. */
export function nameOf(
  lines: readonly ReportLine[],
  { field, value, language }: { field: string; value: string | number; language: string },
): { name: string; value: string } {
  const line = lines.find(({ key }) => key === field)
  if (!line) return { name: field, value: String(value) }
  return language === 'en' ? { name: line.en, value: line.valueEn } : { name: line.zh, value: line.valueZh }
}
