import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { ruleOfRights } from '#domain/onboarding/rule-of-rights.ts'
import type { ImportRun } from './import-run.ts'
import type { NameColumn } from './name-column.ts'
import type { LineFinding } from './stage-file.ts'

/** Categories of the file in which the supplier may not sell: one finding each, at its first row. */
export async function findNotAdmitted(
  trx: Transaction<Database>,
  run: ImportRun,
  nameColumn: NameColumn,
): Promise<LineFinding[]> {
  const { rows: closed } = await sql<{ code: string }>`
    SELECT code FROM category WHERE NOT EXISTS (
      SELECT FROM category_admission AS admission WHERE admission.party_id = ${run.supplierId}
        AND admission.category_code = code AND admission.state = 'admitted')
  `.execute(trx)
  if (closed.length === 0) return []
  const { rows } = await sql<{ category: string; line: number; sku: string; count: number }>`
    SELECT DISTINCT ON (row.category_code) row.category_code AS category, row.line, row.supplier_sku AS sku,
      count(*) OVER (PARTITION BY row.category_code)::int AS count
    FROM import_row AS row
    WHERE row.import_id = ${run.importId} AND row.run_token = ${run.runToken} AND row.category_code = ANY(${closed.map(({ code }) => code)}::text[])
    ORDER BY row.category_code, row.line
  `.execute(trx)
  const findings: LineFinding[] = []
  for (const { category, line, sku, count } of rows) {
    const by = await ruleOfRights(trx, { refusal: 'category', categoryCode: category })
    findings.push({
      line,
      sku,
      code: 'CATEGORY_NOT_ADMITTED',
      severity: 'warning',
      column: nameColumn('category'),
      value: category,
      facts: { count, ...by },
    })
  }
  return findings
}
