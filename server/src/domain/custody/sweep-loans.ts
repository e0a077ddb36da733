import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { restrictParty } from '#domain/parties/restrict-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { Rule, RuleValue } from '#domain/rules/rule.ts'
import { callOff } from './cancel-loan.ts'
import { endLending } from './end-lending.ts'
import { shelveLentItem } from './lent-item.ts'
import { APP_NOW, type LockedLoan, moveLoan, tryLockLoan } from './loan-store.ts'
import { type LoanNews, recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

const BATCH = 100
const MOST_BATCHES = 50
const ACTOR = 'sweep-loans'

type Windows = RuleValue<'loan_days'>
type LoanDays = Rule<'loan_days'>

/**
 * Does what the days of loans make due: wishes nobody answered and agreements nobody shipped end, borrowers are reminded,
 * late ones may take no new holds until the piece is on its way home, and a piece that came back unseen counts as returned.
 * Found in the table, one loan per transaction, so that one that fails keeps no other waiting; may run twice at once.
 * Returns how many it moved or told about. Failures are thrown together at the end.
 */
export async function sweepLoans(deps: { db: Db }): Promise<number> {
  const rule = await readRule(deps.db, 'loan_days')
  const failures: unknown[] = []
  let done = 0
  let after: string | null = null
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const due: string[] = await findDue(deps.db, { windows: rule.value, after })
    for (const loanId of due) {
      try {
        if (await deps.db.transaction().execute(trx => doDue(trx, loanId, rule))) done++
      } catch (error) {
        failures.push(error)
      }
    }
    after = due.at(-1) ?? null
    if (due.length < BATCH) break
  }
  if (failures.length > 0) throw new AggregateError(failures, 'loans could not be swept')
  return done
}

const remindedSoon = ({ remindBefore }: Windows) => sql<boolean>`(
  state = 'received' AND reminded_at IS NULL AND due_at <= app_now() + ${remindBefore}::int * interval '1 day')`
const unseenTooLong = ({ check }: Windows) => sql<boolean>`(
  state = 'sent_back' AND due_at <= app_now() - ${check}::int * interval '1 day')`

async function findDue(
  db: Db,
  { windows, after }: { windows: Windows; after: string | null },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM sample_loan
    WHERE state IN ('requested', 'approved', 'shipped', 'received', 'sent_back')
      AND ((due_at <= app_now() AND overdue_at IS NULL) OR ${remindedSoon(windows)} OR ${unseenTooLong(windows)})
      AND (${after}::uuid IS NULL OR id > ${after}::uuid)
    ORDER BY id LIMIT ${BATCH}
  `.execute(db)
  return rows.map(row => row.id)
}

/** Looks again under the lock: whoever acted meanwhile was in time. */
async function doDue(trx: Transaction<Database>, loanId: string, rule: LoanDays): Promise<boolean> {
  const windows = rule.value
  const loan = await tryLockLoan(trx, loanId)
  if (!loan) return false
  const { rows } = await sql<{ isDue: boolean; isSoon: boolean; isUnseen: boolean }>`
    SELECT due_at <= app_now() AS is_due, ${remindedSoon(windows)} AS is_soon, ${unseenTooLong(windows)} AS is_unseen
    FROM sample_loan WHERE id = ${loanId}
  `.execute(trx)
  const now = rows[0]
  if (now?.isUnseen) return closeUnseen(trx, loan)
  if (now?.isDue && loan.overdueAt === null) return dueNow(trx, loan, rule)
  if (now?.isSoon && !now.isDue) return remind(trx, loan)
  return false
}

async function dueNow(trx: Transaction<Database>, loan: LockedLoan, rule: LoanDays): Promise<boolean> {
  if (loan.state === 'requested' || loan.state === 'approved') {
    await callOff(trx, loan, 'expired')
    const step = loan.state === 'requested' ? 'unanswered' : 'unshipped'
    await tellBoth(trx, loan, { kind: 'loan_moved', step })
    await recordLoanAct(trx, loan, { actor: ACTOR, action: 'loan_expired', facts: { step } })
    return true
  }
  await trx
    .updateTable('sampleLoan')
    .set({ overdueAt: APP_NOW })
    .where('id', '=', loan.loanId)
    .where('state', '=', loan.state)
    .execute()
  if (loan.state === 'received') {
    await restrictParty(trx, {
      partyId: loan.streamerId,
      cause: 'loan_overdue',
      refId: loan.loanId,
      kinds: ['no_holds'],
      by: { rule: rule.code, ruleVersion: rule.version },
    })
  }
  await tellBoth(trx, loan, { kind: 'loan_overdue', step: `${loan.state}_late` })
  await recordLoanAct(trx, loan, { actor: ACTOR, action: 'loan_overdue', facts: { state: loan.state } })
  return true
}

async function remind(trx: Transaction<Database>, loan: LockedLoan): Promise<boolean> {
  await trx
    .updateTable('sampleLoan')
    .set({ remindedAt: APP_NOW })
    .where('id', '=', loan.loanId)
    .where('state', '=', 'received')
    .execute()
  await tellAboutLoan(trx, loan, {
    to: 'streamer',
    kind: 'loan_overdue',
    step: 'soon',
    facts: { dueAt: loan.dueAt?.toISOString() ?? null },
  })
  return true
}

async function closeUnseen(trx: Transaction<Database>, loan: LockedLoan): Promise<boolean> {
  await moveLoan(trx, loan, { to: 'returned', set: { outcome: 'unchecked' } })
  await shelveLentItem(trx, loan.itemId)
  await endLending(trx, loan)
  await tellBoth(trx, loan, { kind: 'loan_moved', step: 'unchecked' })
  await recordLoanAct(trx, loan, {
    actor: ACTOR,
    action: 'loan_returned',
    facts: { outcome: 'unchecked' },
  })
  return true
}

async function tellBoth(
  trx: Transaction<Database>,
  loan: LockedLoan,
  news: Omit<LoanNews, 'to'>,
): Promise<void> {
  await tellAboutLoan(trx, loan, { ...news, to: 'supplier' })
  await tellAboutLoan(trx, loan, { ...news, to: 'streamer' })
}
