import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { captureReturned } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { reviewDeposit } from './review-deposit.ts'

/**
 * Gives back what a case had captured: out of the penalties, into the free deposit, all of it, once. Told to the party, and what
 * a short deposit took away comes back with it. Answers with the amount; zero when the case had captured nothing.
 */
export async function returnForCase(
  trx: Transaction<Database>,
  { caseId, actor }: { caseId: string; actor: string },
): Promise<Fen> {
  const capture = await trx
    .selectFrom('depositCapture')
    .select(['id as captureId', 'partyId', 'capturedFen as amountFen', 'clause'])
    .where('cause', '=', 'case')
    .where('refId', '=', caseId)
    .executeTakeFirst()
  if (!capture) return 0n
  const { captureId, partyId, amountFen } = capture
  await lockParty(trx, partyId)
  if (!(await noteReturn(trx, { ...capture, actor }))) return amountFen
  await postEntries(trx, [captureReturned({ captureId, partyId, amountFen, actor })])
  await reviewDeposit(trx, partyId)
  return amountFen
}

/**
 * Writes down that what a loan had captured went back to the borrower, and tells him; who gives it back moves the money. False when
 * it was said before, or nothing is left to give back.
 */
export async function returnForLoan(
  trx: Transaction<Database>,
  { loanId, amountFen, actor }: { loanId: string; amountFen: Fen; actor: string },
): Promise<boolean> {
  const capture = await findLoanCapture(trx, loanId)
  if (!capture || amountFen === 0n) return false
  return noteReturn(trx, { ...capture, amountFen, actor })
}

export async function wasReturned(trx: Transaction<Database>, loanId: string): Promise<boolean> {
  return (await findLoanCapture(trx, loanId))?.returnedAt != null
}

interface NotedReturn {
  captureId: string
  partyId: string
  amountFen: Fen
  clause: string | null
  actor: string
}

/** Once for a capture; false when it was noted before. The party is told the amount and the clause it had been taken by. */
async function noteReturn(
  trx: Transaction<Database>,
  { captureId, partyId, amountFen, clause, actor }: NotedReturn,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('depositReturn')
    .values({ captureId, partyId, amountFen, actor })
    .onConflict(conflict => conflict.column('captureId').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return false
  await tellParty(trx, {
    partyId,
    kind: 'deposit_returned',
    key: `deposit_return:${captureId}`,
    refId: captureId,
    facts: { amountFen: amountFen.toString(), clause },
  })
  return true
}

async function findLoanCapture(trx: Transaction<Database>, loanId: string) {
  return trx
    .selectFrom('depositCapture')
    .leftJoin('depositReturn', 'captureId', 'depositCapture.id')
    .select(['depositCapture.id as captureId', 'depositCapture.partyId', 'clause', 'returnedAt'])
    .where('cause', '=', 'loan')
    .where('refId', '=', loanId)
    .executeTakeFirst()
}
