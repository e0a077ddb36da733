import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { standing } from '#domain/catalog/item-states.ts'
import { DomainError } from '#domain/domain-error.ts'
import { itemFacts } from '#domain/imports/item-facts.ts'
import { forgetManifest } from '#domain/imports/manifest.ts'
import { offeredAgain } from '#domain/imports/row-effects.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { endHoldsOfItem } from './end-holds-of-item.ts'

export interface DecideQuarantine {
  itemId: string
  /** `release`: the piece is this supplier's, whatever else is on offer under its number goes. `withdraw`: it is not. */
  verdict: 'release' | 'withdraw'
  reason: string
  /** As the audit log names him: `user:<id>`. */
  actor: string
}

export interface QuarantineDecided {
  /** Where the piece stands now. */
  state: string
  /** What was taken off in its favour. */
  withdrawn: string | null
}

/**
 * An operator says whose a number is that stands on two pieces. Either piece that goes is withdrawn by the platform, so
 * that no file of its supplier brings it back; holds on it end, and all whom it concerns are told the reason. A piece
 * that a buyer is paying for, or that a borrower has, is `item_held_elsewhere`: the promise is kept first. Throws
 * `not_found`, and `stale_version` once the piece is not set aside any more.
 */
export async function decideQuarantine(
  { db }: { db: Db },
  input: DecideQuarantine,
): Promise<QuarantineDecided> {
  return db.transaction().execute(async trx => {
    const { piece, clash } = await lockBoth(trx, input.itemId)
    const isReleased = input.verdict === 'release'
    const withdrawn = isReleased && clash ? await giveWay(trx, clash, input) : null
    const state = await moveItem(trx, piece.id, { ...input, to: isReleased ? offeredAgain : WITHDRAWN })
    await forgetManifest(trx, piece.supplierId)
    await tell(trx, [piece.supplierId], { ...input, piece, verdict: input.verdict })
    await recordAct(trx, {
      actor: input.actor,
      action: isReleased ? 'quarantine_released' : 'quarantine_withdrawn',
      subjectType: 'item',
      subjectId: piece.id,
      facts: { reason: input.reason, state, ...(withdrawn && { withdrawn }) },
    })
    return { state, withdrawn }
  })
}

const WITHDRAWN = sql<string>`'withdrawn'`

interface Piece {
  id: string
  supplierId: string
  sku: string
  state: string
  version: number
}

/** Both rows in the order of items, as a sale and a publication lock them. */
async function lockBoth(
  trx: Transaction<Database>,
  itemId: string,
): Promise<{ piece: Piece; clash: Piece | undefined }> {
  const { rows } = await sql<Piece>`
    SELECT item.id, item.supplier_id, item.supplier_sku AS sku, item.state, item.version FROM item
    WHERE item.id = ${itemId} OR (item.identity = (SELECT identity FROM item WHERE id = ${itemId})
      AND item.state IN ${standing})
    ORDER BY item.id FOR NO KEY UPDATE
  `.execute(trx)
  const piece = rows.find(({ id }) => id === itemId)
  if (!piece) throw new DomainError('not_found', { what: 'item' })
  if (piece.state !== 'quarantined') throw new DomainError('stale_version', { version: piece.version })
  return { piece, clash: rows.find(({ id }) => id !== itemId) }
}

/** The piece on offer leaves for the one that was set aside. Returns its id. */
async function giveWay(
  trx: Transaction<Database>,
  clash: Piece,
  { itemId, reason, actor }: DecideQuarantine,
): Promise<string> {
  const streamerIds = await endHoldsOfItem(trx, clash.id)
  const { state } = await trx
    .selectFrom('item')
    .select('state')
    .where('id', '=', clash.id)
    .executeTakeFirstOrThrow()
  if (state !== 'available') throw new DomainError('item_held_elsewhere', { itemId: clash.id })
  await moveItem(trx, clash.id, { actor, to: WITHDRAWN })
  await forgetManifest(trx, clash.supplierId)
  await tell(trx, [clash.supplierId, ...streamerIds], { itemId, piece: clash, verdict: 'withdraw', reason })
  return clash.id
}

/** Moves one piece and keeps what it was; what a file said of it is no longer believed. */
async function moveItem(
  trx: Transaction<Database>,
  itemId: string,
  { actor, to }: { actor: string; to: typeof offeredAgain },
): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    WITH before AS MATERIALIZED (
      SELECT item.id, ${itemFacts('item')} AS facts, ${to} AS target FROM item WHERE item.id = ${itemId}
    ), next AS (
      UPDATE item SET state = before.target, withdrawn_by = CASE WHEN before.target = 'withdrawn' THEN 'platform' END,
        version = item.version + 1, row_hash = NULL, updated_at = app_now()
      FROM before WHERE item.id = before.id RETURNING item.*
    ), kept AS (
      INSERT INTO item_history (item_id, version, at, actor, cause, before, after)
      SELECT next.id, next.version, next.updated_at, ${actor}, 'quarantine', before.facts, ${itemFacts('next')}
      FROM next JOIN before ON before.id = next.id
    )
    SELECT state FROM next
  `.execute(trx)
  const [moved] = rows
  if (!moved) throw new Error(`item ${itemId} is gone`)
  return moved.state
}

interface Told {
  itemId: string
  piece: Piece
  verdict: 'release' | 'withdraw'
  reason: string
}

async function tell(
  trx: Transaction<Database>,
  partyIds: string[],
  { itemId, piece, verdict, reason }: Told,
): Promise<void> {
  for (const partyId of new Set(partyIds))
    await tellParty(trx, {
      partyId,
      kind: verdict === 'release' ? 'quarantine_released' : 'quarantine_withdrawn',
      key: `quarantine:${itemId}:${piece.id}:${piece.version}:${partyId}`,
      refId: piece.id,
      facts: { sku: piece.sku, reason },
    })
}
