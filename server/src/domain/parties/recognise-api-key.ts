import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { hashApiKey, prefixOfApiKey } from './api-key.ts'

export interface KeyHolder {
  keyId: string
  supplierId: string
  memberId: string
}

/**
 * Whose key this is, as the database knows it now; null when it is no key, was revoked, or its member or party is gone.
 * Notes that it was used, once a minute at most.
 */
export async function recogniseApiKey(db: Db, key: string): Promise<KeyHolder | null> {
  const prefix = prefixOfApiKey(key)
  if (prefix === undefined) return null
  const found = await db
    .selectFrom('apiKey')
    .innerJoin('member', 'member.id', 'apiKey.memberId')
    .innerJoin('party', 'party.id', 'apiKey.supplierId')
    .select(['apiKey.id as keyId', 'supplierId', 'memberId', 'keyHash'])
    .where('prefix', '=', prefix)
    .where('revokedAt', 'is', null)
    .where('member.state', '=', 'active')
    .where('party.state', '<>', 'closed')
    .executeTakeFirst()
  if (!found || !timingSafeEqual(found.keyHash, hashApiKey(key))) return null
  const { keyHash: _, ...holder } = found
  await noteUse(db, holder.keyId)
  return holder
}

async function noteUse(db: Db, keyId: string): Promise<void> {
  await sql`
    UPDATE api_key SET last_used_at = app_now()
    WHERE id = ${keyId} AND (last_used_at IS NULL OR last_used_at < app_now() - interval '1 minute')
  `.execute(db)
}
