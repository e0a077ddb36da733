import type { StatementChannel, StatementKind } from '@haowu/shared/statement-files.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import type pg from 'pg'
import type { StatementTotals } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'

export interface StatementPlace {
  channel: StatementChannel
  kind: StatementKind
  /** Said by whoever sends a file that does not say it itself. */
  accountNo: string | null
  day: string | null
  fileName: string
}

export interface PlacedStatement {
  accountId: string
  dayFrom: string
  dayTo: string
}

/** Whose file it is, and of which days: what it says itself counts; what its sender says must not differ. */
export async function placeStatement(
  client: pg.Client,
  totals: StatementTotals,
  place: StatementPlace,
): Promise<PlacedStatement> {
  const accountId = await findAccount(client, totals, place)
  const dayFrom = totals.dayFrom || place.day
  const dayTo = totals.dayTo || place.day
  if (!dayFrom || !dayTo) refuse('day_unknown', { line: null, expected: 'YYYY-MM-DD', found: '' })
  if (place.day !== null && (place.day < dayFrom || place.day > dayTo) && totals.lineCount > 0)
    refuse('day_outside', { line: null, expected: place.day, found: `${dayFrom}–${dayTo}` })
  const { rows } = await client.query<{ today: string }>('SELECT business_day(app_now())::text AS today')
  const today = rows[0]?.today ?? ''
  if (dayTo > today) refuse('day_ahead', { line: null, expected: `≤ ${today}`, found: dayTo })
  return { accountId, dayFrom, dayTo }
}

async function findAccount(
  client: pg.Client,
  totals: StatementTotals,
  { channel, accountNo, fileName }: StatementPlace,
): Promise<string> {
  const { rows } = await client.query<{ id: string; no: string }>(
    'SELECT id, account_no AS no FROM statement_account WHERE channel = $1 ORDER BY account_no',
    [channel],
  )
  // Bills of WeChat Pay's movements do not say whose they are; their names, as they are downloaded, do.
  const named = rows.filter(({ no }) => rows.length === 1 || fileName.includes(no))
  const wanted = totals.accountNo ?? accountNo ?? (named.length === 1 ? (named[0]?.no ?? '') : '')
  const found = rows.find(({ no }) => bare(no) === bare(wanted))
  const ours = rows.map(({ no }) => no).join(' | ')
  if (wanted === '' && rows.length > 0) refuse('account_unknown', { line: null, expected: ours, found: '' })
  if (!found) refuse('not_ours', { line: null, expected: ours, found: wanted })
  if (accountNo !== null && bare(accountNo) !== bare(found.no))
    refuse('not_ours', { line: null, expected: accountNo, found: found.no })
  return found.id
}

/** Banks print blanks into long numbers. */
const bare = (no: string) => no.replace(/[\s-]/g, '')

/** A balance is carried from one day to the next: where the file before or after is there, no fen may lie between them. */
export async function checkContinuity(
  client: pg.Client,
  totals: StatementTotals,
  { accountId, dayFrom, dayTo, kind }: PlacedStatement & { kind: StatementKind },
): Promise<void> {
  if (totals.openingFen === null || totals.closingFen === null) return
  const { rows } = await client.query<{ side: 'before' | 'after'; fen: string }>(
    `SELECT 'before' AS side, closing_fen AS fen FROM statement_file
       WHERE account_id = $1 AND kind = $2 AND state = 'loaded' AND day_to = $3::date - 1 AND closing_fen IS NOT NULL
     UNION ALL
     SELECT 'after', opening_fen FROM statement_file
       WHERE account_id = $1 AND kind = $2 AND state = 'loaded' AND day_from = $4::date + 1 AND opening_fen IS NOT NULL`,
    [accountId, kind, dayFrom, dayTo],
  )
  for (const { side, fen } of rows) {
    const own = side === 'before' ? totals.openingFen : totals.closingFen
    const rule = side === 'before' ? 'opening_not_closing' : 'closing_not_opening'
    if (BigInt(fen) !== own)
      refuse(rule, { line: null, expected: writeYuan(BigInt(fen)), found: writeYuan(own) })
  }
}
