import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { makeApiKey, MOST_API_KEYS } from './api-key.ts'

/** Makes a key for one of the supplier's programs. The answer is the only place where it ever stands. `limit_reached` beyond twenty that work. */
export async function createApiKey(
  { db }: { db: Db },
  { supplierId, memberId, name }: { supplierId: string; memberId: string; name: string },
): Promise<{ keyId: string; key: string; prefix: string }> {
  const { key, ...kept } = makeApiKey()
  return db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`api keys of ${supplierId}`}, 0))`.execute(trx)
    const working = await trx
      .selectFrom('apiKey')
      .select('id')
      .where('supplierId', '=', supplierId)
      .where('revokedAt', 'is', null)
      .execute()
    if (working.length >= MOST_API_KEYS)
      throw new DomainError('limit_reached', { what: 'api_key', limit: MOST_API_KEYS })
    const { id: keyId } = await trx
      .insertInto('apiKey')
      .values({ supplierId, memberId, name, ...kept })
      .returning('id')
      .executeTakeFirstOrThrow()
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'api_key.created',
      subjectType: 'api_key',
      subjectId: keyId,
      facts: { supplierId, prefix: kept.prefix },
    })
    return { keyId, key, prefix: kept.prefix }
  })
}
