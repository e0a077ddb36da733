import { hash } from 'node:crypto'
import type { StatementKind } from '@haowu/shared/statement-files.ts'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { StatementLineDraft, StatementParser } from './statement-parser.ts'

const COLUMNS =
  'line_no, base, kind, amount_fen, fee_fen, balance_fen, booked_at, business_day, own_no, channel_no, batch_no, counterparty, status, description, raw'
const BATCH = 500
type Format = Pick<StatementParser, 'format' | 'isNumbered'>
/** A column of the database keeps no more of a file's line than a person could read. */
const LONGEST_RAW = 4_000

/** Streams lines into a table of this transaction alone, as they are read: none is kept in memory longer than its batch. */
export async function copyStatementLines(
  client: pg.Client,
  lines: AsyncGenerator<StatementLineDraft, unknown>,
  format: Format,
): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE staged_line (
      line_no integer, base bytea, kind text, amount_fen bigint, fee_fen bigint, balance_fen bigint, booked_at timestamptz,
      business_day date, own_no text, channel_no text, batch_no text, counterparty text, status text, description text, raw text
    ) ON COMMIT DROP`)
  const copy = client.query(copyFrom(`COPY staged_line (${COLUMNS}) FROM STDIN`))
  await pipeline(written(lines, format), copy)
}

/**
 * Takes the staged lines over. The same movement told by an earlier file is there already; told twice by this one it is two lines,
 * because a channel that books twice has booked twice. Returns how many are new.
 */
export async function takeStagedLines(
  client: pg.Client,
  { fileId, accountId, kind }: { fileId: string; accountId: string; kind: StatementKind },
): Promise<number> {
  // Millions of lines are sorted in memory or, where they do not fit, on disk many times slower.
  await client.query("SET LOCAL work_mem = '128MB'")
  const columns = COLUMNS.replace('base, ', '')
  const { rowCount } = await client.query(
    `WITH repeated AS (
       -- Hardly any is, and the whole file need not be sorted to number those that are.
       SELECT ctid AS place, row_number() OVER (PARTITION BY base ORDER BY line_no) AS nth FROM staged_line
       WHERE base IN (SELECT base FROM staged_line GROUP BY base HAVING count(*) > 1)
     ), taken AS (
       INSERT INTO statement_line (file_id, account_id, fingerprint, ${columns})
       SELECT $1, $2, CASE WHEN coalesce(nth, 1) = 1 THEN base ELSE base || int4send(nth::int) END, ${columns}
       FROM staged_line LEFT JOIN repeated ON place = staged_line.ctid
       ON CONFLICT (account_id, fingerprint) DO NOTHING
       RETURNING id
     ), opened AS (
       -- The movements of a channel's own account say the same money again: they prove its balance, and explain nothing.
       INSERT INTO open_line (side, line_id, account)
       SELECT 'statement', taken.id, ledger_account FROM taken, statement_account
       WHERE statement_account.id = $2 AND $3 <> 'fund'
     )
     SELECT FROM taken`,
    [fileId, accountId, kind],
  )
  return rowCount ?? 0
}

async function* written(
  lines: AsyncGenerator<StatementLineDraft, unknown>,
  format: Format,
): AsyncGenerator<string> {
  let rows: string[] = []
  for await (const line of lines) {
    rows.push(writeLine(line, format))
    if (rows.length < BATCH) continue
    yield rows.join('')
    rows = []
  }
  if (rows.length > 0) yield rows.join('')
}

function writeLine(line: StatementLineDraft, format: Format): string {
  return `${[
    line.lineNo,
    `\\\\x${fingerprintOf(line, format)}`,
    line.kind,
    line.amountFen,
    line.feeFen,
    line.balanceFen ?? '\\N',
    line.bookedAt.toISOString(),
    line.businessDay,
    textOrNull(line.ownNo),
    textOrNull(line.channelNo),
    textOrNull(line.batchNo),
    textOrNull(line.counterparty),
    textOrNull(line.status),
    escapeText(line.description),
    escapeText(line.raw.slice(0, LONGEST_RAW)),
  ].join('\t')}\n`
}

/** What a movement is told by again: its numbers, its amount and its time; not where in which file it stands. */
function fingerprintOf(line: StatementLineDraft, { format, isNumbered }: Format): string {
  const { kind, ownNo, channelNo, batchNo, amountFen, bookedAt, balanceFen, description } = line
  const numbers = [ownNo, channelNo, batchNo].map(no => no ?? '')
  // Without a number of the channel's own the balance and the words tell two alike movements apart.
  const rest = channelNo === null ? [balanceFen ?? '', description] : []
  return hash(
    'sha256',
    [format, kind, ...numbers, amountFen, isNumbered ? '' : bookedAt.getTime(), ...rest].join('\u001f'),
  ).slice(0, 32)
}

function textOrNull(text: string | null): string {
  return text === null ? '\\N' : escapeText(text)
}

/** COPY's text format: what separates and what escapes is escaped; NUL cannot be stored at all. Nearly no text has any of them. */
function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text
    .replaceAll('\0', '')
    .replace(/[\\\t\n\r]/g, found => `\\${{ '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }[found]}`)
}

const SPECIAL = /[\0\\\t\n\r]/
