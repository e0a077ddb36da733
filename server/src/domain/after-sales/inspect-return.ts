import type { ReturnOutcome } from '@haowu/shared/after-sales.ts'
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

interface BySupplier {
  afterSaleId: string
  supplierId: string
  actor: string
}

/** The supplier has the parcel and the days to look at it begin. Told again, it changes nothing. Throws `not_found`, `after_sale_state`. */
export async function receiveReturn({ db }: { db: Db }, input: BySupplier): Promise<void> {
  await db.transaction().execute(async trx => {
    const locked = await lockAfterSale(trx, input)
    if (locked.state === 'inspecting') return
    const found = requireState(locked, ['in_return'])
    await startInspection(trx, found, { side: 'supplier', actor: input.actor })
  })
}

export async function startInspection(
  trx: Transaction<Database>,
  found: LockedAfterSale & { state: 'in_return' },
  said: Said,
): Promise<void> {
  const { value: days } = await readRule(trx, 'after_sale_days')
  await moveAfterSale(trx, found, { to: 'inspecting', hours: days.inspectDays * 24, said })
}

export interface InspectReturn extends BySupplier {
  identity: string | null
  outcome: ReturnOutcome
  words: string
}

/**
 * The supplier held the piece that came back against the report it was sold on. As it was sent: the money goes. Damaged, or
 * another piece: the platform rules. The serial number is read off the piece and decides by itself whether it is the same one.
 * Throws `not_found`, `after_sale_state {state}`, and `bad_request` when number and finding contradict each other, when a piece
 * with a number was inspected without it, or when what differs is not described.
 */
export async function inspectReturn({ db }: { db: Db }, input: InspectReturn): Promise<void> {
  const { outcome, words, actor } = input
  await db.transaction().execute(async trx => {
    const found = requireState(await lockAfterSale(trx, input), ['inspecting'])
    const isSame = await isSamePiece(trx, found, input.identity)
    if (isSame !== null && isSame === (outcome === 'swapped'))
      throw new DomainError('bad_request', { field: 'identity', isSame })
    if (outcome !== 'as_sent' && words === '') throw new DomainError('bad_request', { field: 'words' })
    const said = { side: 'supplier', actor, words, facts: { outcome, isSame } } as const
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
