import { DomainError } from '#domain/domain-error.ts'
import { type AddedSlot, type AddSlot, holdForShow, type HoldDeps } from './hold-for-show.ts'
import { serveLine } from './serve-line.ts'

const MOST_ROUNDS = 3

/**
 * Puts an item on a run sheet: it is held for this session alone, its terms are frozen, and the streamer's deposit covers a
 * part of its price, all in one transaction or not at all. Whoever waited for it before is asked first. The same item again
 * answers with the slot it has.
 *
 * Throws `not_found`, `session_closed`, `forbidden` (a streamer who is not active), `party_restricted` (his, or its supplier's),
 * `hold_window` with `opensAt` and `closesAt`, `hold_limit`, `hold_discipline` with what counted and until when, `no_plan`,
 * `item_held_elsewhere`, `item_unavailable`, `report_missing`, `report_invalid`, and `deposit_short` with `topUpFen`.
 */
export async function addSlot(deps: HoldDeps, input: AddSlot): Promise<AddedSlot> {
  for (let round = 1; ; round++) {
    await serveLine(deps, { itemId: input.itemId, before: input.streamerId })
    try {
      return await deps.db.transaction().execute(trx => holdForShow(trx, input, deps.secrets))
    } catch (error) {
      // Somebody joined the line, or his window opened, since we asked it.
      const isLine = error instanceof DomainError && error.facts.ahead !== undefined
      if (!isLine || round === MOST_ROUNDS) throw error
    }
  }
}
