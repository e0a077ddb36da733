import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import type { Db } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'
import { dropRun } from './staging-store.ts'

/** The file as a whole is refused: nothing of it stays but the answer. */
export async function failImport(
  db: Db,
  run: Pick<ImportRun, 'importId' | 'runToken'>,
  { code, facts }: { code: ErrorCode; facts: ErrorFacts },
): Promise<void> {
  await db
    .updateTable('itemImport')
    .set({ state: 'failed', errorCode: code, errorFacts: JSON.stringify(facts) })
    .where('id', '=', run.importId)
    .where('runToken', '=', run.runToken)
    .where('state', 'in', ['previewing', 'applying'])
    .execute()
  await dropRun(db, run)
}
