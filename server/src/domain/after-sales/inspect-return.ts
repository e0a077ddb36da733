import type { ReturnOutcome } from '@haowu/shared/after-sales.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Measured } from '#domain/inspection/grade-item.ts'
import { gradeReturn } from '#domain/inspection/grade-return.ts'
import { type LockedAfterSale, lockAfterSale, moveAfterSale, requireState } from './after-sale-store.ts'
import type { BySupplier } from './receive-return.ts'
import { refundAfterSale } from './refund-after-sale.ts'

export interface InspectReturn extends BySupplier {
  identity: string | null
  outcome: ReturnOutcome
  /** What was found otherwise than the report says; the rest is as it was sent. */
  found?: Measured
  words: string
}

/**
 * The supplier held the piece that came back against the report it was sold on. As it was sent: the money goes. Damaged, or
 * another piece: the platform rules, and sees the grade that what was found comes to by the rubric of the sale. The serial number is read off the piece and decides by itself whether it is the same one.
 * Throws `not_found`, `after_sale_state {state}`, and `bad_request` when number and finding contradict each other, when a piece
 * with a number was inspected without it, when a piece as it was sent differs from its report, or when what differs is not
 * described.
 */
export async function inspectReturn({ db }: { db: Db }, input: InspectReturn): Promise<void> {
  const { outcome, words, actor } = input
  await db.transaction().execute(async trx => {
    const found = requireState(await lockAfterSale(trx, input), ['inspecting'])
    const isSame = await isSamePiece(trx, found, input.identity)
    if (isSame !== null && isSame === (outcome === 'swapped'))
      throw new DomainError('bad_request', { field: 'identity', isSame })
    if (outcome !== 'as_sent' && words === '') throw new DomainError('bad_request', { field: 'words' })
    const graded = await gradeReturn(trx, { orderId: found.orderId, found: input.found ?? {} })
    const differs = Object.entries(graded.differs)
    if (outcome === 'as_sent' && differs.length > 0) throw new DomainError('bad_request', { field: 'found' })
    const grades = { soldGrade: graded.sold, returnedGrade: graded.returned }
    const facts = {
      outcome,
      isSame,
      ...(differs.length > 0 ? grades : {}),
      ...Object.fromEntries(differs.map(([field, value]) => [`found.${field}`, value])),
    }
    const said = { side: 'supplier', actor, words, facts } as const
    await trx.updateTable('afterSale').set({ returnOutcome: outcome }).where('id', '=', found.id).execute()
    if (outcome === 'as_sent')
      return refundAfterSale(trx, found, { amountFen: found.agreedFen ?? found.askedFen, said })
    await moveAfterSale(trx, found, { to: 'disputed', said })
  })
}

/** Null for goods that carry no number. */
async function isSamePiece(
  trx: Transaction<Database>,
  { orderId }: LockedAfterSale,
  identity: string | null,
): Promise<boolean | null> {
  const sold = await trx
    .selectFrom('orders')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .select('item.identity')
    .where('orders.id', '=', orderId)
    .executeTakeFirstOrThrow()
  if (sold.identity === null) return null
  if (identity === null) throw new DomainError('bad_request', { field: 'identity' })
  return plain(identity) === plain(sold.identity)
}

function plain(identity: string): string {
  return identity
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
}
