import type { StatementRefused } from '@haowu/shared/statement-files.ts'
import pg from 'pg'
import { checkContinuity, type PlacedStatement, placeStatement } from './check-statement.ts'
import { copyStatementLines, takeStagedLines } from './copy-statement-lines.ts'
import { type ExplainedAccount, findBankTable } from './find-bank-table.ts'
import { recogniseStatement, type StatementFormat } from './statement-formats.ts'
import type { StatementLineDraft, StatementTotals } from './statement-parser.ts'
import { StatementRefusal } from './statement-refusal.ts'
import { unpackStatement } from './unpack-statement.ts'

export interface StoredStatement {
  fileKey: string
  fileName: string
  sha256: Buffer
  /** A person, `pull` or `drop`. */
  loadedBy: string
  /** What the sender knows and the file may not say. */
  accountNo?: string | null
  day?: string | null
}

export type LoadedStatement =
  | { state: 'loaded'; fileId: string; lineCount: number; newLines: number; repeated: boolean }
  | { state: 'refused'; fileId: string; refusal: StatementRefused }
  /** A bank's own table whose columns nobody has named yet. */
  | { state: 'asking'; fileId: string }

/** A file of millions of lines takes minutes; whoever is stuck longer is gone. */
const LOAD_TIMEOUT_MS = 15 * 60_000

/**
 * Loads a stored file, whole or not at all: everything happens in one transaction, so that a process that dies leaves nothing. The same
 * bytes are loaded once, however many send them at the same time. A refused file is kept with the reason, and none of its lines.
 */
export async function loadStatement(
  { pool, read }: { pool: pg.Pool; read: (fileKey: string) => AsyncIterable<Uint8Array> },
  stored: StoredStatement,
): Promise<LoadedStatement> {
  const { query_timeout: _, ...options } = pool.options
  const client = new pg.Client({ ...options, statement_timeout: LOAD_TIMEOUT_MS })
  client.on('error', () => {})
  let format: StatementFormat | undefined
  let placed: PlacedStatement | undefined
  await client.connect()
  try {
    await client.query('BEGIN')
    const earlier = await findEarlier(client, stored.sha256)
    if (earlier) return earlier
    const loaded = await load(client, () => read(stored.fileKey), {
      ...stored,
      onKnown: known => (format = known),
      onPlaced: known => (placed = known),
    })
    await client.query('COMMIT')
    return loaded
  } catch (error) {
    if (!(error instanceof StatementRefusal)) throw error
    return await keepRefused(pool, { ...stored, format, placed }, { rule: error.rule, ...error.facts })
  } finally {
    await client.end()
  }
}

/** Senders of the same bytes take turns until the first has ended. */
async function findEarlier(client: pg.Client, sha256: Buffer): Promise<LoadedStatement | null> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [sha256.readBigInt64BE().toString()])
  const { rows } = await client.query<{ id: string; state: 'loaded' | 'asking'; lineCount: number }>(
    `SELECT id, state, line_count AS "lineCount" FROM statement_file WHERE sha256 = $1 AND state <> 'refused'`,
    [sha256],
  )
  const [found] = rows
  if (!found || found.state === 'asking') return null
  return { state: 'loaded', fileId: found.id, lineCount: found.lineCount, newLines: 0, repeated: true }
}

async function load(
  client: pg.Client,
  open: () => AsyncIterable<Uint8Array>,
  stored: StoredStatement & {
    onKnown: (format: StatementFormat) => void
    onPlaced: (placed: PlacedStatement) => void
  },
): Promise<LoadedStatement> {
  const { head, chunks } = await unpackStatement(open())
  const format = recogniseStatement(head) ?? (await bankTable(client, open, stored))
  if (!format) return { state: 'asking', fileId: await keepAsking(client, stored) }
  stored.onKnown(format)
  const { channel, kind, parser } = format
  const lines = withTotals(parser.parse(chunks))
  await copyStatementLines(client, lines.drafts, parser)
  const totals = lines.totals()
  const { fileName, accountNo = null, day = null } = stored
  const place = { channel, kind, accountNo, day, fileName }
  const placed = await placeStatement(client, totals, place)
  stored.onPlaced(placed)
  await checkContinuity(client, totals, { ...placed, kind })
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO statement_file (account_id, kind, format, sha256, file_key, file_name, day_from, day_to, line_count, in_fen,
       out_fen, opening_fen, closing_fen, state, loaded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'loaded', $14)
     ON CONFLICT (sha256) WHERE state <> 'refused' DO UPDATE SET account_id = excluded.account_id, state = 'loaded',
       kind = excluded.kind, format = excluded.format, day_from = excluded.day_from, day_to = excluded.day_to,
       line_count = excluded.line_count, in_fen = excluded.in_fen, out_fen = excluded.out_fen,
       opening_fen = excluded.opening_fen, closing_fen = excluded.closing_fen, loaded_at = app_now()
     RETURNING id`,
    [
      placed.accountId,
      kind,
      parser.format,
      stored.sha256,
      stored.fileKey,
      stored.fileName,
      placed.dayFrom,
      placed.dayTo,
      totals.lineCount,
      totals.inFen,
      totals.outFen,
      totals.openingFen,
      totals.closingFen,
      stored.loadedBy,
    ],
  )
  const fileId = rows[0]?.id ?? ''
  const newLines = await takeStagedLines(client, { fileId, accountId: placed.accountId, kind })
  await client.query(
    `INSERT INTO outbox (kind, key, payload) VALUES ('statement_loaded', $1, jsonb_build_object('fileId', $2::text))
     ON CONFLICT (key) DO NOTHING`,
    [`statement:${fileId}:loaded`, fileId],
  )
  return { state: 'loaded', fileId, lineCount: totals.lineCount, newLines, repeated: false }
}

/** Of a bank whose table somebody has explained before; of the account its sender names, where he names one. */
async function bankTable(
  client: pg.Client,
  open: () => AsyncIterable<Uint8Array>,
  { accountNo }: StoredStatement,
): Promise<StatementFormat | undefined> {
  const { rows } = await client.query<ExplainedAccount>(
    `SELECT account_no AS "accountNo", mapping FROM statement_account
     WHERE channel = 'bank' AND mapping IS NOT NULL AND ($1::text IS NULL OR account_no = $1) ORDER BY account_no`,
    [accountNo ?? null],
  )
  const parser = await findBankTable(rows, open)
  return parser && { channel: 'bank', kind: 'bank', parser }
}

async function keepAsking(client: pg.Client, stored: StoredStatement): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO statement_file (kind, format, sha256, file_key, file_name, state, loaded_by)
     VALUES ('bank', 'bank_table', $1, $2, $3, 'asking', $4)
     ON CONFLICT (sha256) WHERE state <> 'refused' DO UPDATE SET file_name = excluded.file_name RETURNING id`,
    [stored.sha256, stored.fileKey, stored.fileName, stored.loadedBy],
  )
  return rows[0]?.id ?? ''
}

/** Records a stored file with the reason why none of its lines was taken. */
export async function keepRefused(
  pool: pg.Pool,
  {
    format,
    placed,
    ...stored
  }: StoredStatement & { format: StatementFormat | undefined; placed: PlacedStatement | undefined },
  refusal: StatementRefused,
): Promise<LoadedStatement> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO statement_file (kind, format, sha256, file_key, file_name, state, refusal, loaded_by, account_id, day_from, day_to)
     VALUES ($1, $2, $3, $4, $5, 'refused', $6, $7, coalesce($8, (
       -- It was refused before it said whose it is: its sender may have, and of a channel with one account it is that one's.
       SELECT min(id::text)::uuid FROM statement_account WHERE channel = $9 AND ($10::text IS NULL OR account_no = $10)
       HAVING count(*) = 1)), $11, $12) RETURNING id`,
    [
      format?.kind ?? 'bank',
      format?.parser.format ?? 'unknown',
      stored.sha256,
      stored.fileKey,
      stored.fileName,
      JSON.stringify(refusal),
      stored.loadedBy,
      placed?.accountId ?? null,
      format?.channel ?? 'bank',
      stored.accountNo ?? null,
      placed?.dayFrom ?? null,
      placed?.dayTo ?? null,
    ],
  )
  return { state: 'refused', fileId: rows[0]?.id ?? '', refusal }
}

/** The lines as they come, and once they have all come, what they come to. */
function withTotals(lines: AsyncGenerator<StatementLineDraft, StatementTotals>) {
  let totals: StatementTotals | undefined
  async function* drafts(): AsyncGenerator<StatementLineDraft, void> {
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.done) {
        totals = next.value
        return
      }
      yield next.value
    }
  }
  return {
    drafts: drafts(),
    totals: (): StatementTotals => {
      if (!totals) throw new Error('a statement that was not read to its end')
      return totals
    },
  }
}
