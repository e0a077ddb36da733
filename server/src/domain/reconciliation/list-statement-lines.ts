import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface StoredLine {
  id: string
  lineNo: number
  kind: string
  amountFen: bigint
  feeFen: bigint
  businessDay: string
  bookedAt: Date
  ownNo: string | null
  channelNo: string | null
  counterparty: string | null
  status: string | null
  description: string
  /** The line as it stands in the file. */
  raw: string
}

const PAGE = 100

/** A file's lines in its own order, a page at a time. */
export async function listStatementLines(
  db: Db,
  { fileId, afterLine }: { fileId: string; afterLine: number },
): Promise<{ rows: StoredLine[]; hasMore: boolean }> {
  const { rows } = await sql<StoredLine>`
    SELECT id::text AS id, line_no, kind, amount_fen, fee_fen, business_day::text AS business_day, booked_at, own_no, channel_no,
      counterparty, status, description, raw
    FROM statement_line WHERE file_id = ${fileId} AND line_no > ${afterLine} ORDER BY line_no LIMIT ${PAGE + 1}
  `.execute(db)
  return { rows: rows.slice(0, PAGE), hasMore: rows.length > PAGE }
}
