import { randomUUID } from 'node:crypto'
import type { LeftOutReason } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { payoutRequested } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { freeBalance } from './free-balance.ts'
import { hashPayout } from './payout.ts'
import { NOBODY } from './payout-batch.ts'
import { insertPayoutBatch } from './payout-batch-store.ts'
import { findVerifiedAccount, insertPayout, type PayeeAccount } from './payout-store.ts'
import { lockPayees, type Payee } from './lock-payees.ts'
import { previewTax, type TaxPreview } from './preview-tax.ts'

interface Limits {
  leastFen: bigint
  coolingHours: number
}

/** The batch that is due by the rule of payout days, if its day has none yet. A day on which no process ran is caught up within a week. */
export async function collectDueBatch({ db }: { db: Db }): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`
    SELECT day::text FROM (
      SELECT business_day(app_now()) - back AS day FROM generate_series(0, 6) AS back
    ) AS days, (
      SELECT value, effective_from FROM rule WHERE code = 'payout_schedule' AND scope = '*' AND effective_from <= app_now()
      ORDER BY effective_from DESC LIMIT 1
    ) AS schedule
    WHERE value -> 'weekdays' @> to_jsonb(extract(isodow FROM day)::int)
      AND (day + (value ->> 'hour')::int * interval '1 hour') AT TIME ZONE 'Asia/Shanghai' BETWEEN effective_from AND app_now()
    ORDER BY day DESC LIMIT 1
  `.execute(db)
  const [due] = rows
  return due ? collect(db, due.day, 'payout-schedule') : undefined
}

/** The batch of today, when somebody of finance does not wait for the day; nothing when today has one. */
export async function collectBatchNow(
  { db }: { db: Db },
  { userId }: { userId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`SELECT business_day(app_now())::text AS day`.execute(db)
  return rows[0] ? collect(db, rows[0].day, `user:${userId}`) : undefined
}

/**
 * Collects what may be paid to each party into the one batch of a day: each line is a payout with its tax, whose money is set aside as of
 * one that was asked for. Who has money and is left out is written down with the reason. All in one transaction, so that no half batch exists.
 */
async function collect(db: Db, day: string, actor: string): Promise<string | undefined> {
  return db.transaction().execute(async trx => {
    const rules = await readRules(trx, { payout_schedule: '*', payee_cooling: '*' })
    const batchId = await insertPayoutBatch(trx, { day, ruleVersion: rules.payout_schedule.version })
    if (batchId === undefined) return undefined
    const limits = {
      leastFen: rules.payout_schedule.value.leastFen,
      coolingHours: rules.payee_cooling.value.hours,
    }
    const entries = []
    for (const payee of await lockPayees(trx)) {
      const judged = await judge(trx, payee, limits)
      if ('reason' in judged) await leaveOut(trx, { batchId, payee, ...judged })
      else entries.push(await addLine(trx, { batchId, payee, ...judged, actor }))
    }
    await recordAct(trx, {
      actor,
      action: 'payout_batch_collected',
      subjectType: 'payout_batch',
      subjectId: batchId,
      facts: { day, lines: entries.length },
    })
    await postEntries(trx, entries)
    return batchId
  })
}

interface Line {
  batchId: string
  payee: Payee
  account: PayeeAccount
  amountFen: bigint
  tax: TaxPreview
  actor: string
}

type Judged =
  | { account: PayeeAccount; amountFen: bigint; tax: TaxPreview }
  | { reason: LeftOutReason; until?: Date }

async function judge(trx: Transaction<Database>, payee: Payee, limits: Limits): Promise<Judged> {
  const { partyId, isBlocked, isFrozen, availableFen, owedFen } = payee
  if (isBlocked) return { reason: 'blocked' }
  if (isFrozen) return { reason: 'frozen' }
  if (availableFen < limits.leastFen) return { reason: 'below_least' }
  const amountFen = freeBalance({ availableFen, owedFen })
  if (amountFen < limits.leastFen) return { reason: 'owes' }
  const account = await findVerifiedAccount(trx, { partyId, coolingHours: limits.coolingHours })
  if (!account) return { reason: 'no_account' }
  if (account.restsUntil) return { reason: 'cooling_off', until: account.restsUntil }
  const tax = await previewTax(trx, { partyId, amountFen })
  if (tax.taxKind === 'invoice') return { reason: 'invoice_needed' }
  if (tax.taxFen >= amountFen) return { reason: 'tax_takes_all' }
  return { account, amountFen, tax }
}

async function addLine(trx: Transaction<Database>, { batchId, payee, account, amountFen, tax, actor }: Line) {
  const { partyId } = payee
  const { taxKind, taxFen, steps: taxSteps } = tax
  const facts = { ...account, payoutId: randomUUID(), partyId, amountFen, taxFen, invoiceNo: null }
  await insertPayout(trx, {
    ...facts,
    taxKind,
    taxSteps,
    batchId,
    makerId: NOBODY,
    requestHash: hashPayout(facts),
    idempotencyKey: `batch:${batchId}:${partyId}`,
  })
  return payoutRequested({ payoutId: facts.payoutId, partyId, amountFen, taxFen, actor })
}

async function leaveOut(
  trx: Transaction<Database>,
  { batchId, payee, reason, until }: { batchId: string; payee: Payee; reason: LeftOutReason; until?: Date },
): Promise<void> {
  const { partyId, availableFen } = payee
  await trx
    .insertInto('payoutBatchLeftOut')
    .values({ batchId, partyId, reason, availableFen, until: until ?? null })
    .execute()
}
