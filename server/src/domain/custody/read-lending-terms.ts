import { type Fen, shareOf } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readRules } from '#domain/rules/read-rules.ts'

export interface LendingTerms {
  tier: string
  mostDays: number
  mostAtOnce: number
  exposureBps: number
  ruleVersion: number
  answerDays: number
  /** Pieces that are out with the streamer or agreed to. */
  lent: number
  /** What his deposit would have to stand for with this piece, and what of it is free. */
  exposureFen: Fen
  freeFen: Fen
  /** The open wish or loan of this very piece. */
  openLoanId: string | null
}

/** What borrowing a piece would mean for a streamer, before he asks. Throws `not_found`. */
export async function readLendingTerms(
  db: Db,
  { streamerId, itemId }: { streamerId: string; itemId: string },
): Promise<LendingTerms> {
  const { tier } = await db
    .selectFrom('party')
    .select('tier')
    .where('id', '=', streamerId)
    .executeTakeFirstOrThrow()
  const item = await db.selectFrom('item').select('priceFen').where('id', '=', itemId).executeTakeFirst()
  if (!item) throw new DomainError('not_found', { what: 'item' })
  const rules = await readRules(db, { sample_loan: tier, loan_days: '*' })
  const open = await db
    .selectFrom('sampleLoan')
    .select(['id', 'itemId', 'state'])
    .where('streamerId', '=', streamerId)
    .where('endedAt', 'is', null)
    .execute()
  const { mostDays, mostAtOnce, exposureBps } = rules.sample_loan.value
  return {
    tier,
    mostDays,
    mostAtOnce,
    exposureBps,
    ruleVersion: rules.sample_loan.version,
    answerDays: rules.loan_days.value.answer,
    lent: open.filter(({ state }) => state !== 'requested').length,
    exposureFen: shareOf(item.priceFen, exposureBps),
    freeFen: await readBalance(db, deposit(streamerId)),
    openLoanId: open.find(loan => loan.itemId === itemId)?.id ?? null,
  }
}
