import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { normaliseReportCode } from './report-code.ts'

/** The code as stored, of a signed report about an item of this supplier; `not_found` for every other. */
export async function requireOwnReport(
  db: Db,
  { supplierId, code: typed }: { supplierId: string; code: string },
): Promise<string> {
  const report = await db
    .selectFrom('report')
    .select('code')
    .where('code', '=', normaliseReportCode(typed) ?? '')
    .where('supplierId', '=', supplierId)
    .where('state', '<>', 'draft')
    .executeTakeFirst()
  if (!report) throw new DomainError('not_found', { what: 'report' })
  return report.code
}
