import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { findAmbiguous, findOneSided } from './classify-rest.ts'
import { dropParted, openParted } from './keep-apart.ts'
import { findCharged, findOvercharged, findReturned, findWrongAccount } from './find-known-faults.ts'
import { keepBreaks } from './keep-breaks.ts'
import { keepMatches } from './keep-matches.ts'
import { matchBatches, matchByAmountAndDay, matchSums, OURS, THEIRS } from './match-by-amount.ts'
import {
  findDisagreements,
  findDuplicates,
  findUneven,
  matchByNumber,
  matchSplitNumbers,
} from './match-by-number.ts'
import { matchNumberedBatches, matchWholeBatches } from './match-payout-batches.ts'
import { dropSettled, NOTHING_SETTLED, openMatchTables } from './match-tables.ts'

export interface MatchRun {
  runId: string
  statementLines: number
  bookLines: number
  matched: number
  inputHash: string
  outputHash: string
}

/**
 * Matches what is open of one account: surest first, each stage with what the ones before left over. The same lines give the same answer,
 * whatever order they were loaded in, and the hash of the answer says so. What is certain is matched, what is likely is suggested, and
 * everything else is a difference with a class. What somebody has taken apart is not put together again. One run per account at a time; all of it is one transaction.
 */
export async function matchAccount({ db }: { db: Db }, account: string): Promise<MatchRun> {
  return db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('match:' || ${account}, 0))`.execute(trx)
    // Millions of lines are sorted in memory or, where they do not fit, on disk many times slower.
    await sql`SET LOCAL work_mem = '128MB'`.execute(trx)
    const window = await readRule(trx, 'match_window')
    const fee = await readRule(trx, 'channel_fee')
    const score = await readRule(trx, 'match_score')
    await openMatchTables(trx, account)
    const isParted = await openParted(trx)
    const input = await hashInput(trx)
    const stages = [
      () => findOvercharged(trx, fee.value),
      () => matchByNumber(trx, 'own_no'),
      () => matchSplitNumbers(trx),
      () => matchNumberedBatches(trx),
      () => findReturned(trx, account),
      () => findDuplicates(trx, account),
      () => findCharged(trx, fee.value),
      () => findUneven(trx),
      () => findDisagreements(trx),
      () => matchByNumber(trx, 'channel_no'),
      () => findWrongAccount(trx, account),
      () => matchWholeBatches(trx, window.value),
      () => matchBatches(trx),
      () => matchByAmountAndDay(trx, window.value),
      () => matchSums(trx, window.value, OURS),
      () => matchSums(trx, window.value, THEIRS),
      () => findAmbiguous(trx, window.value),
      () => findOneSided(trx, account, window.value),
    ]
    let settled = NOTHING_SETTLED
    for (const stage of stages) {
      await stage()
      if (isParted) await dropParted(trx)
      settled = await dropSettled(trx, settled)
    }
    const runId = randomUUID()
    const outputHash = await hashOutput(trx)
    const run = { runId, account, ruleVersion: window.version }
    await insertRun(trx, { ...run, ...input, outputHash })
    const matched = await keepMatches(trx, { ...run, score: score.value })
    await keepBreaks(trx, account)
    return { runId, ...input, matched, outputHash }
  })
}

type Input = Pick<MatchRun, 'statementLines' | 'bookLines' | 'inputHash'>

/** Sums of hashes do not depend on the order of what they sum. */
async function hashInput(trx: Transaction<Database>): Promise<Input> {
  const { rows } = await sql<Input>`
    SELECT (SELECT count(*)::int FROM left_line) AS statement_lines, (SELECT count(*)::int FROM right_line) AS book_lines,
      (SELECT coalesce(sum(hashtextextended(order_key, 1)), 0)::text FROM left_line) || ':' ||
      (SELECT coalesce(sum(hashtextextended(order_key, 2)), 0)::text FROM right_line)
        || coalesce((SELECT ':' || sum(hashtextextended(order_key, 6)) FROM parted), '') AS input_hash
  `.execute(trx)
  const [input] = rows
  if (!input) throw new Error('a query without FROM gives a row')
  return input
}

async function hashOutput(trx: Transaction<Database>): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    SELECT (SELECT coalesce(sum(hashtextextended(stage || state || items, 3)), 0)::text FROM (
        SELECT match_id, sum(hashtextextended(side || order_key, 4))::text AS items FROM paired_item GROUP BY match_id
      ) AS item JOIN paired USING (match_id)) || ':' ||
      (SELECT coalesce(sum(hashtextextended(class || order_key || amount_fen, 5)), 0)::text FROM wrong) AS hash
  `.execute(trx)
  return rows[0]?.hash ?? ''
}

async function insertRun(
  trx: Transaction<Database>,
  run: Input & { runId: string; account: string; outputHash: string },
): Promise<void> {
  const { runId, account, inputHash, outputHash, statementLines, bookLines } = run
  await sql`
    INSERT INTO match_run (id, account, input_hash, output_hash, statement_lines, book_lines, matched)
    SELECT ${runId}, ${account}, ${inputHash}, ${outputHash}, ${statementLines}, ${bookLines}, count(*) FROM paired_item
  `.execute(trx)
}
