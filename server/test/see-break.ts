import type { Db } from '#db/database.ts'
import { versionOfBreak } from '#domain/reconciliation/break-version.ts'

/** A difference as somebody has it before his eyes who looks now. */
export async function seeBreak(db: Db, breakId: string): Promise<{ breakId: string; version: string }> {
  const found = await db.selectFrom('break').selectAll().where('id', '=', breakId).executeTakeFirstOrThrow()
  return { breakId, version: versionOfBreak(found) }
}
