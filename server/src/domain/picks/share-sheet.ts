import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findSession } from './run-sheet-store.ts'
import { lockSession, type OwnSession } from './session-store.ts'

export interface ShareSheet extends OwnSession {
  /** For whom, so that one can be taken back without the others. */
  name: string
  days: number
  withEarnings: boolean
  actor: string
}
export interface Share {
  shareId: string
  name: string
  withEarnings: boolean
  expiresAt: Date
  createdAt: Date
}

const MOST_SHARES = 20

/**
 * A link under which whoever has it may read the sheet for some days. Only the answer holds its secret; the table keeps a
 * digest. Throws `not_found`, and `limit_reached` while twenty links are open.
 */
export async function shareSheet(deps: { db: Db }, input: ShareSheet): Promise<Share & { token: string }> {
  const token = randomBytes(32).toString('base64url')
  return deps.db.transaction().execute(async trx => {
    const { sessionId } = await lockSession(trx, input)
    if ((await listShares(trx, input)).length >= MOST_SHARES) {
      throw new DomainError('limit_reached', { limit: MOST_SHARES })
    }
    const { name, withEarnings, days, actor } = input
    const share = await trx
      .insertInto('sheetShare')
      .values({
        sessionId,
        name,
        withEarnings,
        tokenHash: digest(token),
        expiresAt: sql`app_now() + ${days} * interval '1 day'`,
        createdBy: actor,
      })
      .returning(['id as shareId', 'name', 'withEarnings', 'expiresAt', 'createdAt'])
      .executeTakeFirstOrThrow()
    await recordAct(trx, {
      actor,
      action: 'sheet_shared',
      subjectType: 'session',
      subjectId: sessionId,
      facts: { shareId: share.shareId, withEarnings, days },
    })
    return { ...share, token }
  })
}

/** Links that open the sheet now, newest first. Throws `not_found` for another streamer's. */
export async function listShares(db: Db, own: OwnSession): Promise<Share[]> {
  if (!(await findSession(db, own))) throw new DomainError('not_found', { what: 'session' })
  const { sessionId } = own
  return db
    .selectFrom('sheetShare')
    .select(['id as shareId', 'name', 'withEarnings', 'expiresAt', 'createdAt'])
    .where('sessionId', '=', sessionId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`app_now()`)
    .orderBy('createdAt', 'desc')
    .execute()
}

/** The link opens nothing from now on. Twice is once. Throws `not_found`. */
export async function revokeShare(
  deps: { db: Db },
  { shareId, actor, ...own }: OwnSession & { shareId: string; actor: string },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { sessionId } = await lockSession(trx, own)
    const share = await trx
      .selectFrom('sheetShare')
      .select('revokedAt')
      .where('id', '=', shareId)
      .where('sessionId', '=', sessionId)
      .executeTakeFirst()
    if (!share) throw new DomainError('not_found', { what: 'share' })
    if (share.revokedAt) return
    await trx.updateTable('sheetShare').set({ revokedAt: sql`app_now()` }).where('id', '=', shareId).execute()
    await recordAct(trx, {
      actor,
      action: 'sheet_share_revoked',
      subjectType: 'session',
      subjectId: sessionId,
      facts: { shareId },
    })
  })
}

export function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
