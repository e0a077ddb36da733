import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '#db/database.ts'
import type { BankStatements } from '#gateways/bank.ts'
import type { FileStore } from '#gateways/files.ts'
import type { RailBillKind, RailBills } from '#gateways/rail-bills.ts'
import { streamBytes } from './byte-stream.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { receiveStatement } from './receive-statement.ts'

export interface PullDeps {
  db: Db
  pool: pg.Pool
  files: FileStore
  railBills: RailBills
  bank: BankStatements
}

interface Missing {
  accountId: string
  channel: 'wechat' | 'bank'
  accountNo: string
  kind: 'trade' | 'fund' | 'bank'
  day: string
}

/** As far back as a rail hands out its bills again, and as many as one run asks for. */
const DAYS_BACK = 60
const MOST_ASKED = 400
/** A day without a movement has no statement; so many days later it will have none any more. */
const FINAL_DAYS = 3

/**
 * Fetches what is there and was not loaded yet, of every account that a gateway knows: each day since the first line of the books. What a
 * gateway answered is remembered, so that a day that has no statement is not asked for ever. Returns how many files came.
 */
export async function pullStatements(deps: PullDeps): Promise<number> {
  await feedBookLines(deps)
  let came = 0
  for (const missing of await listMissing(deps.db)) {
    const answer =
      missing.kind === 'bank' ? await fetchBank(deps, missing) : await fetchBill(deps, missing, missing.kind)
    const outcome = typeof answer === 'string' ? answer : await takeIn(deps, missing, answer)
    if (typeof answer !== 'string') came += 1
    await remember(deps.db, { ...missing, outcome })
  }
  return came
}

async function takeIn(deps: PullDeps, { accountNo, day }: Missing, { fileName, bytes }: Fetched) {
  const sent = { fileName, body: streamBytes(bytes), loadedBy: 'pull', accountNo, day }
  return (await receiveStatement(deps, sent)).state
}

async function listMissing(db: Db): Promise<Missing[]> {
  const { rows } = await sql<Missing>`
    SELECT account.id AS account_id, channel, account_no, wanted.kind, to_char(asked.day, 'YYYY-MM-DD') AS day
    FROM statement_account AS account
    JOIN (VALUES ('wechat', 'trade'), ('wechat', 'fund'), ('bank', 'bank')) AS wanted(of, kind) ON wanted.of = account.channel
    CROSS JOIN (SELECT min(business_day) AS first FROM book_line) AS begun
    CROSS JOIN LATERAL generate_series(
      greatest(begun.first, business_day(app_now()) - ${DAYS_BACK}::int), business_day(app_now()) - 1, interval '1 day') AS asked(day)
    WHERE begun.first IS NOT NULL
      AND NOT EXISTS (SELECT FROM statement_file AS file WHERE file.account_id = account.id AND file.kind = wanted.kind
        AND file.state = 'loaded' AND asked.day::date BETWEEN day_from AND day_to)
      AND NOT EXISTS (SELECT FROM statement_pull AS pull
        WHERE pull.account_id = account.id AND pull.kind = wanted.kind AND pull.day = asked.day::date
          AND (outcome IN ('loaded', 'refused', 'asking')
            OR (outcome = 'none' AND business_day(asked_at) >= pull.day + ${FINAL_DAYS}::int)))
    ORDER BY asked.day, channel DESC, account_no, wanted.kind
    LIMIT ${MOST_ASKED}
  `.execute(db)
  return rows
}

async function remember(
  db: Db,
  {
    accountId,
    kind,
    day,
    outcome,
  }: Missing & { outcome: 'loaded' | 'refused' | 'asking' | 'none' | 'not_ready' },
): Promise<void> {
  await sql`
    INSERT INTO statement_pull (account_id, kind, day, outcome) VALUES (${accountId}, ${kind}, ${day}, ${outcome})
    ON CONFLICT (account_id, kind, day) DO UPDATE SET outcome = excluded.outcome, asked_at = app_now()
  `.execute(db)
}

type Answer = Fetched | 'none' | 'not_ready'

interface Fetched {
  fileName: string
  bytes: Buffer
}

async function fetchBank({ bank }: PullDeps, { accountNo, day }: Missing): Promise<Answer> {
  const answer = await bank.fetchStatement({ accountNo, day, format: 'camt053' })
  return answer.outcome === 'answered' ? answer : answer.outcome
}

async function fetchBill(
  { railBills }: PullDeps,
  { accountNo, day }: Missing,
  kind: RailBillKind,
): Promise<Answer> {
  const answer = await railBills.askBill({ merchantNo: accountNo, kind, day })
  if (answer.outcome !== 'ready') return answer.outcome
  const file = await railBills.downloadBill(answer.link)
  // A link that ended meanwhile, and bytes that are not what was promised, are asked for again the next time.
  const isWhole = file && createHash('sha1').update(file.bytes).digest('hex') === answer.sha1
  return isWhole ? file : 'not_ready'
}
