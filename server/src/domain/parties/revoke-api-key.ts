import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Ends a key with its next call, whoever of the supplier made it. Twice is once; another supplier's is `not_found`. */
export async function revokeApiKey(
  { db }: { db: Db },
  { supplierId, memberId, keyId }: { supplierId: string; memberId: string; keyId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await trx
      .selectFrom('apiKey')
      .select('revokedAt')
      .where('id', '=', keyId)
      .where('supplierId', '=', supplierId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!found) throw new DomainError('not_found', { what: 'api_key' })
    if (found.revokedAt) return
    await trx
      .updateTable('apiKey')
      .set({ revokedAt: sql`app_now()`, revokedBy: memberId })
      .where('id', '=', keyId)
      .execute()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'api_key.revoked',
      subjectType: 'api_key',
      subjectId: keyId,
      facts: { supplierId },
    })
  })
}
