import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'

/**
 * Sends an import that waits for a person back to be previewed, because what decides how its file is read has changed.
 * What was staged, asked and braked is made anew. False when it does not wait for a person (any more).
 */
export async function readAgain(
  trx: Transaction<Database>,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<boolean> {
  const row = await trx
    .updateTable('itemImport')
    .set({
      state: 'uploaded',
      question: null,
      brake: null,
      brakeAcceptedBy: null,
      brakeAcceptedAt: null,
      errorCode: null,
      errorFacts: sql`'{}'`,
    })
    .where('id', '=', importId)
    .where('supplierId', '=', supplierId)
    .where('state', 'in', ['asking', 'previewed'])
    .returning('runToken')
    .executeTakeFirst()
  if (!row) return false
  // Each time it waits again it has been run again, so that the run names the answer.
  await announce(trx, 'import_uploaded', {
    key: `import:${importId}:chosen:${row.runToken}`,
    payload: { importId },
  })
  return true
}
