import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Where a file that was shown in this case lies, and what it is by its ending; throws `not_found`. */
export async function findEvidenceFile(
  db: Db,
  { caseId, evidenceId }: { caseId: string; evidenceId: string },
): Promise<{ path: string; kind: string }> {
  const row = await db
    .selectFrom('caseEvidence')
    .select('filePath')
    .where('id', '=', evidenceId)
    .where('caseId', '=', caseId)
    .where('kind', '=', 'file')
    .executeTakeFirst()
  if (!row?.filePath) throw new DomainError('not_found')
  return { path: row.filePath, kind: row.filePath.split('.').at(-1) ?? '' }
}
