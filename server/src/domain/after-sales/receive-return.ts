import type { Database, Db, Transaction } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import {
  type LockedAfterSale,
  lockAfterSale,
  moveAfterSale,
  requireState,
  type Said,
} from './after-sale-store.ts'

export interface BySupplier {
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
