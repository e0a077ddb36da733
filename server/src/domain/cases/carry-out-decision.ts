import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { followRefund } from '#domain/after-sales/follow-refund.ts'
import { compensateForLoan, type LostLoan, lockLostLoan } from '#domain/custody/settle-lost-loan.ts'
import { captureForCase } from '#domain/deposits/capture-for-case.ts'
import { DomainError } from '#domain/domain-error.ts'
import { casePenaltyOwed } from '#domain/ledger/debt-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { unblockOrder } from '#domain/orders/block-order.ts'
import { refundOrder } from '#domain/orders/request-refund.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { restrictParty } from '#domain/parties/restrict-party.ts'
import { owe } from '#domain/receivables/owe.ts'
import { DUE_STATES, type DueState } from './case.ts'
import { lockCase, moveCase, readNow, type StoredCase } from './case-store.ts'
import { findDecision, type StoredDecision } from './decision-store.ts'
import { letGo } from './let-go.ts'

/** Who carries decisions out when their time has come. */
const ACTOR = 'cases'

/**
 * Carries out what stands decided, in one transaction: the buyer's money back, the amount from what a lost loan holds, then from
 * what the case set aside, and the rest of it as a debt, restrictions, the order free to be settled. A dismissed case is closed. Run again, or before its time, it changes
 * nothing; false then.
 */
export async function carryOutDecision(trx: Transaction<Database>, caseId: string): Promise<boolean> {
  const loan = await lockLostLoan(trx, caseId)
  const found = await lockCase(trx, caseId)
  if (!isDue(found, await readNow(trx))) return false
  const decision = await findDecision(trx, caseId)
  if (!decision) throw new Error(`case ${caseId} stands decided without a decision`)
  if (decision.outcome === 'found') await execute(trx, { found, loan }, decision)
  else await close(trx, found)
  return true
}

type DueCase = StoredCase & { state: DueState }

function isDue(found: StoredCase, now: Date): found is DueCase {
  const waits = (DUE_STATES as readonly string[]).includes(found.state)
  return waits && found.dueAt !== null && found.dueAt <= now
}

async function close(trx: Transaction<Database>, found: DueCase): Promise<void> {
  await letGo(trx, found)
  await moveCase(trx, found.id, {
    from: found.state,
    to: 'closed',
    actor: ACTOR,
    action: 'closed',
    set: { endedAt: sql<Date>`app_now()` },
  })
}

async function execute(
  trx: Transaction<Database>,
  { found, loan }: { found: DueCase; loan: LostLoan | undefined },
  decision: StoredDecision,
): Promise<void> {
  // Before the balances: whoever locks both takes the party first. A lost loan's borrower is the respondent too.
  await lockParty(trx, found.respondentId)
  const refund = await refundBuyer(trx, found, decision)
  const compensatedFen = loan ? await compensate(trx, { found, loan }, decision) : 0n
  // Nobody pays for a piece that was found before the decision was carried out.
  const restFen = loan?.isFound ? 0n : decision.amountFen - compensatedFen
  const { capturedFen, missingFen } = await takeAmount(trx, found, { ...decision, amountFen: restFen })
  await restrict(trx, found, decision)
  if (found.orderId !== null)
    await unblockOrder(trx, { orderId: found.orderId, cause: 'case', refId: found.id })
  const toSupplier = loan && { compensatedFen: compensatedFen.toString() }
  await moveCase(trx, found.id, {
    from: found.state,
    to: 'executed',
    actor: ACTOR,
    action: 'executed',
    facts: { capturedFen: capturedFen.toString(), missingFen: missingFen.toString(), refund, ...toSupplier },
    set: { endedAt: sql<Date>`app_now()`, capturedFen, missingFen },
  })
}

/**
 * Settled or not, the buyer gets all that is left, and whoever the case was found against bears it. `late` when the order has
 * been refunded another way since the decision: nobody is paid back twice.
 */
async function refundBuyer(
  trx: Transaction<Database>,
  { id, orderId, respondentId }: DueCase,
  decision: StoredDecision,
): Promise<'none' | 'made' | 'late'> {
  if (!decision.refundOrder || orderId === null) return 'none'
  const order = await trx
    .selectFrom('orders')
    .select(['state', 'supplierId', 'streamerId'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  if (['refunding', 'refunded', 'closed'].includes(order.state)) return 'late'
  const fault =
    respondentId === order.supplierId ? 'supplier' : respondentId === order.streamerId ? 'streamer' : 'none'
  await refundOrder(trx, {
    orderId,
    supplierId: null,
    reason: 'after_sale',
    requestedBy: `case:${id}`,
    requestKey: `case:${id}`,
    fault,
  })
  await followRefund(trx, { orderId, said: { side: 'platform', actor: ACTOR } })
  return 'made'
}

/** Of the amount, the supplier of a lost piece gets what the loan holds. */
async function compensate(
  trx: Transaction<Database>,
  { found, loan }: { found: DueCase; loan: LostLoan },
  { amountFen, ruleVersions }: StoredDecision,
): Promise<bigint> {
  const { id: caseId, no: caseNo, clauseCode: clause } = found
  const decision = { caseId, caseNo, clause, ruleVersion: clauseVersion(ruleVersions) }
  return compensateForLoan(trx, loan, { amountFen, decision, actor: ACTOR })
}

async function takeAmount(
  trx: Transaction<Database>,
  found: DueCase,
  { amountFen, calculation, ruleVersions }: StoredDecision,
): Promise<{ capturedFen: bigint; missingFen: bigint }> {
  if (amountFen === 0n) {
    await letGo(trx, found)
    return { capturedFen: 0n, missingFen: 0n }
  }
  const captured = await captureForCase(trx, {
    caseId: found.id,
    amountFen,
    decision: {
      clause: found.clauseCode,
      ruleVersion: clauseVersion(ruleVersions),
      calculation: { lines: calculation, ruleVersions },
    },
    actor: ACTOR,
  })
  await oweRest(trx, found, captured.missingFen)
  return captured
}

/** Of the clause at the event, as the decision keeps it. */
function clauseVersion(ruleVersions: StoredDecision['ruleVersions']): number {
  return (ruleVersions as { clause: { version: number } }).clause.version
}

/** What the deposit did not cover is owed: what the party earns or pays in later settles it, after a notice. */
async function oweRest(trx: Transaction<Database>, found: DueCase, amountFen: bigint): Promise<void> {
  if (amountFen === 0n) return
  const { id: caseId, respondentId: partyId, orderId } = found
  await postEntries(trx, [casePenaltyOwed({ caseId, partyId, amountFen, actor: ACTOR })])
  await owe(trx, { partyId, cause: 'case', refId: caseId, orderId, amountFen })
}

async function restrict(
  trx: Transaction<Database>,
  { id, respondentId, clauseCode }: DueCase,
  { restrictions, ruleVersions }: StoredDecision,
): Promise<void> {
  if (restrictions.length === 0) return
  for (const { kind, days } of restrictions) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('caseRestriction')
      .values({
        caseId: id,
        partyId: respondentId,
        kind,
        until: sql<Date>`app_now() + ${days}::int * interval '1 day'`,
      })
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('case_state')
  }
  await restrictParty(trx, {
    partyId: respondentId,
    cause: 'case',
    refId: id,
    kinds: restrictions.map(({ kind }) => kind),
    by: { rule: clauseCode, ruleVersion: clauseVersion(ruleVersions) },
  })
}
