import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import {
  type LockedAfterSale,
  lockAfterSale,
  moveAfterSale,
  requireState,
  type Said,
} from './after-sale-store.ts'
import { refundAfterSale } from './refund-after-sale.ts'

export type Answer =
  | { answer: 'agree' }
  | { answer: 'offer'; amountFen: bigint; words: string }
  | { answer: 'refuse'; words: string }

export type AnswerAfterSale = Answer & { afterSaleId: string; supplierId: string; actor: string }

/**
 * The supplier answers what a buyer asks for: agrees (goods that are to come back are awaited, else the money goes), offers less
 * and leaves the goods with the buyer, or refuses; both of these the buyer may bring before the platform.
 * Throws `not_found`, `after_sale_state {state}` once it is answered, and `bad_request` for an offer that is not less than was asked.
 */
export async function answerAfterSale({ db }: { db: Db }, input: AnswerAfterSale): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = requireState(await lockAfterSale(trx, input), ['requested'])
    const said = { side: 'supplier', actor: input.actor } as const
    if (input.answer === 'agree') return agree(trx, found, said)
    const { value: days } = await readRule(trx, 'after_sale_days')
    if (input.answer === 'refuse') {
      const hours = days.escalateDays * 24
      return moveAfterSale(trx, found, { to: 'refused', hours, said: { ...said, words: input.words } })
    }
    const { amountFen, words } = input
    if (amountFen >= found.askedFen)
      throw new DomainError('bad_request', { field: 'amountFen', mostFen: (found.askedFen - 1n).toString() })
    const facts = { amountFen: amountFen.toString() }
    await moveAfterSale(trx, found, {
      to: 'offered',
      hours: days.offerDays * 24,
      said: { ...said, words, facts },
      set: { agreedFen: amountFen },
    })
  })
}

/** Agreed to, by the supplier or by his silence. */
export async function agree(
  trx: Transaction<Database>,
  found: LockedAfterSale & { state: 'requested' },
  said: Said,
): Promise<void> {
  if (found.kind === 'refund_only') {
    await refundAfterSale(trx, found, { amountFen: found.askedFen, said })
    return
  }
  const { value: days } = await readRule(trx, 'after_sale_days')
  await moveAfterSale(trx, found, { to: 'returning', hours: days.sendDays * 24, said })
}
