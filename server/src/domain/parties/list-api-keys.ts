import type { Db } from '#db/database.ts'

export interface ShownApiKey {
  keyId: string
  name: string
  prefix: string
  createdAt: string
  lastUsedAt: string | null
  revokedAt: string | null
  /** Whoever made it is no longer a member, so it does not work either. */
  orphaned: boolean
}

const KEYS_SHOWN = 100

/** The supplier’s keys, those that work first, then newest first; ended ones stay to be seen. */
export async function listApiKeys(db: Db, supplierId: string): Promise<ShownApiKey[]> {
  const rows = await db
    .selectFrom('apiKey')
    .innerJoin('member', 'member.id', 'apiKey.memberId')
    .select(['apiKey.id as keyId', 'name', 'prefix', 'apiKey.createdAt', 'lastUsedAt', 'revokedAt'])
    .select('member.state as memberState')
    .where('supplierId', '=', supplierId)
    .orderBy('revokedAt', order => order.desc().nullsFirst())
    .orderBy('apiKey.createdAt', 'desc')
    .orderBy('apiKey.id', 'desc')
    .limit(KEYS_SHOWN)
    .execute()
  return rows.map(({ memberState, createdAt, lastUsedAt, revokedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    orphaned: memberState !== 'active',
  }))
}
