import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { SOLD_ELSEWHERE } from '#domain/picks/sell-elsewhere.ts'
import { openCase } from './open-case.ts'

const MOST = 100

interface BrokenHold {
  holdId: string
  itemId: string
  reportId: string
  supplierId: string
  endedAt: Date
}

/**
 * Alleges, once per hold, that a piece was sold elsewhere while a show held it, and asks the supplier at once: what he answers
 * may excuse it. Returns how many cases it opened.
 */
export async function openSoldElsewhere({ db }: { db: Db }): Promise<number> {
  let opened = 0
  for (const { holdId, supplierId, endedAt, ...about } of await findBroken(db)) {
    const { isNew } = await db.transaction().execute(trx =>
      openCase(trx, {
        kind: 'violation',
        clauseCode: 'sold_elsewhere_while_held',
        key: keyOf(holdId),
        respondentId: supplierId,
        claimantKind: 'system',
        ...about,
        eventAt: endedAt,
        openedBy: 'cases',
        statement: '主播锁货期间在别处售出 · sold elsewhere while a show held it',
        asksAtOnce: true,
      }),
    )
    if (isNew) opened++
  }
  return opened
}

const keyOf = (holdId: string) => `sold_elsewhere_while_held:${holdId}`

/** Those of the last days: what is older was found by an earlier run. */
async function findBroken(db: Db): Promise<BrokenHold[]> {
  const { rows } = await sql<BrokenHold>`
    SELECT live_hold.id AS hold_id, live_hold.item_id, item.report_id, live_hold.supplier_id, live_hold.ended_at
    FROM live_hold JOIN item ON item.id = live_hold.item_id
    WHERE live_hold.state = 'revoked' AND live_hold.revoke_reason = ${SOLD_ELSEWHERE} AND live_hold.revoked_by = 'supplier'
      AND live_hold.ended_at > app_now() - interval '7 days'
      AND NOT EXISTS (SELECT FROM trust_case WHERE key = 'sold_elsewhere_while_held:' || live_hold.id)
    ORDER BY live_hold.ended_at
    LIMIT ${MOST}
  `.execute(db)
  return rows
}
