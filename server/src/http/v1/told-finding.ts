import { ROW_CODES, ROW_SEVERITIES } from '@haowu/shared/imports.ts'
import { rowMessage } from '@haowu/shared/row-messages.ts'
import { z } from 'zod'
import type { RowFinding } from '#domain/imports/row-finding.ts'
import { nameInCall } from './item-body.ts'
import type { Language } from './operation.ts'

export const toldFinding = z.strictObject({
  code: z.enum(ROW_CODES),
  severity: z.enum(ROW_SEVERITIES),
  field: z.string().nullable(),
  value: z.string(),
  message: z.string(),
  repair: z.string(),
})

/** A finding about a field of ours as a program is told of it; whatever else is known of it stays beside. */
export function tellFinding<Known extends Pick<RowFinding, 'code' | 'severity' | 'value' | 'facts'>>(
  { facts, ...known }: Known,
  { field, language }: { field: string | null; language: Language },
) {
  const { problem: message, repair } = rowMessage({ ...known, facts }, language)
  return { ...known, field: nameInCall(field), message, repair }
}
