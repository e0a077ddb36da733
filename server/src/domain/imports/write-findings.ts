import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { LineFinding } from './stage-file.ts'

const FINDINGS_PER_STATEMENT = 5_000

export async function writeFindings(
  trx: Transaction<Database>,
  importId: string,
  findings: LineFinding[],
): Promise<void> {
  for (let at = 0; at < findings.length; at += FINDINGS_PER_STATEMENT) {
    const batch = JSON.stringify(findings.slice(at, at + FINDINGS_PER_STATEMENT))
    await sql`
      INSERT INTO import_error (import_id, line, column_name, code, severity, supplier_sku, value, facts)
      SELECT ${importId}::uuid, line, "column", code, severity, sku, value, facts
      FROM jsonb_to_recordset(${batch}::jsonb) AS finding(line int, "column" text, code text, severity text, sku text,
        value text, facts jsonb)
      ON CONFLICT DO NOTHING
    `.execute(trx)
  }
}
