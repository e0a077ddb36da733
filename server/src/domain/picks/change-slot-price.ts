import { type Fen, toFenText } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { refuseUnjudged } from '#domain/catalog/refuse-unjudged.ts'
import { type PriceLimits, priceLimits } from '#domain/commission/price-limits.ts'
import { termsSchema } from '#domain/commission/terms.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import type { OwnSlot } from './remove-slot.ts'
import { lockOpenSession, touchSession } from './session-store.ts'
import { findOwnSlot } from './slot-store.ts'

export interface ChangeSlotPrice extends OwnSlot {
  /** Null goes back to the list price. */
  priceFen: Fen | null
  actor: string
}

/**
 * What the slot is sold for from now on; a buyer who is paying keeps the price he agreed to. The same price again changes
 * nothing. Throws `not_found`, `session_closed`, `item_unavailable` once it was sold or left, `price_out_of_range` with
 * `floorFen` and `ceilingFen` by the version of the plan that was frozen at the hold, and `report_invalid` for a price from which on a third party must have judged the piece.
 */
export async function changeSlotPrice(deps: { db: Db }, input: ChangeSlotPrice): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const slot = await findOwnSlot(trx, input)
    if (!slot) throw new DomainError('not_found', { what: 'slot' })
    await lockOpenSession(trx, { sessionId: slot.sessionId, streamerId: input.streamerId })
    const { beforeFen, listFen, limits, planVersion, holdState } = await readPrice(trx, slot.slotId)
    const { itemId } = slot
    if (holdState !== 'active') throw new DomainError('item_unavailable', { itemId })
    const { priceFen, actor } = input
    if (priceFen === beforeFen) return
    if (priceFen !== null && (priceFen < limits.floorFen || priceFen > limits.ceilingFen)) {
      throw new DomainError('price_out_of_range', {
        floorFen: String(limits.floorFen),
        ceilingFen: String(limits.ceilingFen),
        rule: 'plan',
        ruleVersion: planVersion,
      })
    }
    if (priceFen !== null && priceFen > listFen)
      await refuseUnjudged(trx, { itemId, priceFen, by: 'streamer' })
    await trx.updateTable('slot').set({ priceFen }).where('id', '=', slot.slotId).execute()
    await touchSession(trx, slot.sessionId)
    await recordAct(trx, {
      actor,
      action: 'slot_price_changed',
      subjectType: 'slot',
      subjectId: slot.slotId,
      facts: {
        itemId,
        fromFen: String(beforeFen ?? listFen),
        toFen: String(priceFen ?? listFen),
      },
    })
    await tellLive(trx, {
      topic: `session:${slot.sessionId}`,
      kind: 'price_changed',
      payload: { itemId, priceFen: toFenText(priceFen ?? listFen) },
    })
  })
}

async function readPrice(trx: Transaction<Database>, slotId: string): Promise<PriceSeen> {
  const { rows } = await sql<{ beforeFen: Fen | null; listFen: Fen; terms: unknown; holdState: string }>`
    SELECT slot.price_fen AS before_fen, item.price_fen AS list_fen, live_hold.terms, live_hold.state AS hold_state
    FROM slot JOIN item ON item.id = slot.item_id JOIN live_hold ON live_hold.id = slot.hold_id
    WHERE slot.id = ${slotId} FOR NO KEY UPDATE OF slot
  `.execute(trx)
  const [found] = rows
  if (!found) throw new DomainError('not_found', { what: 'slot' })
  const { terms, ...price } = found
  const frozen = termsSchema.parse(terms)
  return { ...price, limits: priceLimits(frozen, price.listFen), planVersion: frozen.planVersion }
}

interface PriceSeen {
  beforeFen: Fen | null
  listFen: Fen
  limits: PriceLimits
  planVersion: number
  holdState: string
}
