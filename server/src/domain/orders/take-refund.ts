import type { Database, Transaction } from '#db/database.ts'
import type { Bearing } from '#domain/commission/bear-fault.ts'
import type { Claw } from '#domain/commission/claw-back.ts'
import { clawRefund, type RefundableOrder, type RefundParts } from '#domain/commission/divide-refund.ts'
import { refundCompensated, saleRefunded, settledSaleRefunded } from '#domain/ledger/refund-entries.ts'
import type { Entry } from '#domain/ledger/entry.ts'
import { sumOf } from '#domain/ledger/pair-up.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { withFreshBalances } from '#domain/ledger/with-fresh-balances.ts'
import { type OpenedPurses, openPurses } from '#domain/receivables/open-purses.ts'
import { owe } from '#domain/receivables/owe.ts'
import { type Drawn, takeFrom } from '#domain/receivables/purse.ts'
import { recoupFrom } from '#domain/receivables/recoup.ts'
import { type HeldShare, insertClaws, lockShares, type NewClaw } from './claw-store.ts'

export interface TakenRefund {
  orderId: string
  refundId: string
  order: RefundableOrder
  parts: RefundParts
  bearing: Bearing
}

const NOTHING: Drawn = { reserveFen: 0n, availableFen: 0n, receivableFen: 0n }

/**
 * Takes one refund of an order that is divided from those who earned from it, exactly: from what is pending, and after settlement
 * from what was kept back, then from what is available; what is missing is owed. Whoever was at fault makes good what the innocent
 * gave, which pays first what they owe. Claws, debts and legs are one fact. Before and after settlement each party is worth
 * the same in the end.
 */
export async function takeRefund(trx: Transaction<Database>, taken: TakenRefund): Promise<void> {
  const shares = await lockShares(trx, taken.orderId)
  const claws = clawRefund(taken.order, taken.parts, shares)
  await withFreshBalances(trx, async counts => {
    const purses = await openPurses(
      trx,
      shares.map(share => share.partyId),
      counts,
    )
    const rows = claws.map(claw => clawRow(claw, { shares, purses, taken }))
    const compensation = compensate(rows, { shares, purses, taken })
    await insertClaws(trx, taken, rows)
    await purses.close()
    await writeDebts(trx, taken, { rows, compensation })
    const credits = compensation?.innocents ?? []
    await postEntries(trx, [
      clawEntry(taken, rows),
      ...(compensation ? [refundCompensated({ ...taken, ...compensation })] : []),
      ...(await recoupFrom(trx, credits)),
    ])
  })
}

interface Scene {
  shares: HeldShare[]
  purses: OpenedPurses
  taken: TakenRefund
}

function clawRow({ role, amountFen }: Claw, { shares, purses, taken }: Scene): NewClaw {
  const { partyId, isSettled } = shareOf(shares, role)
  const compensatedFen = taken.bearing.innocents.has(role) ? amountFen : 0n
  const row = { role, partyId, amountFen, compensatedFen }
  if (!isSettled) return { ...row, ...NOTHING, pendingFen: amountFen }
  // What the platform earned is income, of which there is always enough to give back.
  if (role === 'platform') return { ...row, ...NOTHING, pendingFen: 0n, availableFen: amountFen }
  return { ...row, pendingFen: 0n, ...takeFrom(purses.of(partyId), amountFen) }
}

type Compensation = Pick<Parameters<typeof refundCompensated>[0], 'bearer' | 'innocents'>

function compensate(rows: NewClaw[], { shares, purses, taken }: Scene): Compensation | undefined {
  const { bearer: role } = taken.bearing
  const innocents = rows
    .filter(row => row.compensatedFen > 0n)
    .map(({ partyId, compensatedFen }) => ({ partyId, amountFen: compensatedFen }))
  if (role === null || innocents.length === 0) return undefined
  const { partyId } = shareOf(shares, role)
  const drawn = role === 'platform' ? NOTHING : takeFrom(purses.of(partyId), sumOf(innocents))
  return { bearer: { role, partyId, ...drawn }, innocents }
}

function shareOf(shares: HeldShare[], role: string): HeldShare {
  const share = shares.find(each => each.role === role)
  if (!share) throw new Error(`nobody earned as ${role}`)
  return share
}

/** One debt per party, though it may have earned in two roles. */
async function writeDebts(
  trx: Transaction<Database>,
  { orderId, refundId }: TakenRefund,
  { rows, compensation }: { rows: NewClaw[]; compensation: Compensation | undefined },
): Promise<void> {
  const owing = Map.groupBy(
    rows.filter(row => row.receivableFen > 0n),
    row => row.partyId,
  )
  for (const [partyId, own] of owing) {
    const amountFen = own.reduce((sum, row) => sum + row.receivableFen, 0n)
    await owe(trx, { partyId, cause: 'refund', refId: refundId, orderId, amountFen })
  }
  const bearer = compensation?.bearer
  if (!bearer || bearer.receivableFen === 0n) return
  const { partyId, receivableFen: amountFen } = bearer
  await owe(trx, { partyId, cause: 'compensation', refId: refundId, orderId, amountFen })
}

/** All shares of an order are settled together, so that the refund finds all of them pending, or none. */
function clawEntry({ orderId, refundId, parts }: TakenRefund, rows: NewClaw[]): Entry {
  const refund = { orderId, refundId, discountFen: parts.discountFen }
  if (rows.every(row => row.pendingFen === row.amountFen)) return saleRefunded({ ...refund, claws: rows })
  return settledSaleRefunded({ ...refund, claws: rows })
}
