import { shareOf } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { offered } from '#domain/catalog/item-states.ts'
import { refuseHold } from '#domain/catalog/refuse-hold.ts'
import { reportInForce } from '#domain/catalog/report-in-force.ts'
import { DomainError } from '#domain/domain-error.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { newLoanCode } from './loan.ts'
import { readLendingRule, refuseTooMany } from './loan-rules.ts'
import { countLent, lockBorrower } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface RequestLoan {
  streamerId: string
  memberId: string
  itemId: string
  /** The show it is wanted for. */
  sessionId?: string | undefined
  days: number
  reason: string
}

/**
 * A streamer asks a supplier to lend a unique piece. Nothing is held yet, but what would be refused later is refused now:
 * `party_restricted`, `loan_too_long`, `loan_too_many`, `deposit_short {topUpFen}`, `item_unavailable`, `report_missing`,
 * `report_invalid`, `not_found` (another's show, an unknown piece). Asking again while the first wish is open answers with it.
 */
export async function requestLoan(
  deps: { db: Db },
  input: RequestLoan,
): Promise<{ loanId: string; repeated: boolean }> {
  return deps.db.transaction().execute(async trx => {
    const borrower = await lockBorrower(trx, input.streamerId)
    const open = await findOpen(trx, input)
    if (open) return { loanId: open, repeated: true }
    if (borrower.state !== 'active') throw new DomainError('forbidden', { partyState: borrower.state })
    await refuseRestricted(trx, { partyIds: [input.streamerId], kind: 'no_holds' })
    const item = await readWanted(trx, input.itemId)
    await refuseRestricted(trx, { partyIds: [item.supplierId], kind: 'no_holds', who: 'supplier' })
    if (input.sessionId !== undefined) await refuseForeignSession(trx, input, input.sessionId)
    const rule = await readLendingRule(trx, { tier: borrower.tier, days: input.days })
    refuseTooMany(rule, { tier: borrower.tier, lent: await countLent(trx, input.streamerId) })
    const neededFen = shareOf(item.priceFen, rule.value.exposureBps)
    await refuseShort(trx, input.streamerId, { neededFen, ruleVersion: rule.version })
    return { loanId: await store(trx, input, item), repeated: false }
  })
}

interface Wanted {
  supplierId: string
  title: string
  priceFen: bigint
}

async function findOpen(
  trx: Transaction<Database>,
  { itemId, streamerId }: RequestLoan,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('sampleLoan')
    .select('id')
    .where('itemId', '=', itemId)
    .where('streamerId', '=', streamerId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row?.id
}

/** A piece that a show holds at this moment may be asked for; who gets it is decided when the supplier agrees. */
async function readWanted(trx: Transaction<Database>, itemId: string): Promise<Wanted> {
  const { rows } = await sql<Wanted & { offered: boolean }>`
    SELECT supplier_id, title, price_fen, stock_kind = 'unique' AND qty > 0
      AND state IN ${offered} AND ${reportInForce} AS offered
    FROM item WHERE id = ${itemId}
  `.execute(trx)
  const [item] = rows
  if (!item?.offered) return refuseHold(trx, itemId)
  return item
}

async function refuseForeignSession(
  trx: Transaction<Database>,
  { streamerId }: RequestLoan,
  sessionId: string,
): Promise<void> {
  const session = await trx
    .selectFrom('liveSession')
    .select('state')
    .where('id', '=', sessionId)
    .where('streamerId', '=', streamerId)
    .executeTakeFirst()
  if (!session) throw new DomainError('not_found', { what: 'session' })
  if (session.state !== 'planned' && session.state !== 'live')
    throw new DomainError('session_closed', { state: session.state })
}

/** Only a look ahead: the deposit is set aside when the supplier agrees. */
async function refuseShort(
  trx: Transaction<Database>,
  streamerId: string,
  { neededFen, ruleVersion }: { neededFen: bigint; ruleVersion: number },
): Promise<void> {
  const freeFen = await readBalance(trx, deposit(streamerId))
  if (freeFen >= neededFen) return
  throw new DomainError('deposit_short', {
    freeFen: freeFen.toString(),
    neededFen: neededFen.toString(),
    topUpFen: (neededFen - freeFen).toString(),
    rule: 'sample_loan',
    ruleVersion,
  })
}

async function store(trx: Transaction<Database>, input: RequestLoan, item: Wanted): Promise<string> {
  const { itemId, streamerId, sessionId = null, days, reason, memberId } = input
  const { supplierId, title: itemTitle } = item
  const { value: windows } = await readRule(trx, 'loan_days')
  const { id: loanId } = await trx
    .insertInto('sampleLoan')
    .values({
      code: newLoanCode(),
      itemId,
      supplierId,
      streamerId,
      sessionId,
      days,
      reason,
      dueAt: sql<Date>`app_now() + ${windows.answer}::int * interval '1 day'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const loan = { loanId, itemTitle, supplierId, streamerId }
  await tellAboutLoan(trx, loan, {
    to: 'supplier',
    kind: 'loan_requested',
    step: 'requested',
    facts: { days },
  })
  await recordLoanAct(trx, loan, {
    actor: `member:${memberId}`,
    action: 'loan_requested',
    facts: { itemId, days },
  })
  return loanId
}
