import type pg from 'pg'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { type LoadedStatement, loadStatement } from './load-statement.ts'
import { type RememberMapping, rememberBankMapping } from './remember-bank-mapping.ts'

/**
 * Takes what a person says of a waiting bank table: kept for the account's next tables, and this one is loaded by it, or refused
 * like any other file. Throws `not_found` for a file that does not wait.
 */
export async function explainBankTable(
  { db, pool, files }: { db: Db; pool: pg.Pool; files: Pick<FileStore, 'readChunks'> },
  { fileId, loadedBy, ...said }: RememberMapping & { fileId: string; loadedBy: string },
): Promise<LoadedStatement> {
  const file = await db
    .selectFrom('statementFile')
    .select(['fileKey', 'fileName', 'sha256'])
    .where('id', '=', fileId)
    .where('state', '=', 'asking')
    .executeTakeFirst()
  if (!file) throw new DomainError('not_found')
  await rememberBankMapping({ db }, said)
  const read = (key: string) => files.readChunks(key)
  return loadStatement({ pool, read }, { ...file, loadedBy, accountNo: said.accountNo })
}
