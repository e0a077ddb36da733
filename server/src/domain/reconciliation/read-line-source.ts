import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Side } from './list-open-lines.ts'

/** Where a line comes from. */
export type LineSource =
  | { side: 'statement'; fileId: string; fileName: string; lineNo: number; raw: string }
  | { side: 'book'; transactionId: string }

/** The line as it stands in its file, or the entry of the ledger of which it is a leg. Throws `not_found`. */
export async function readLineSource(
  db: Db,
  { side, lineId }: { side: Side; lineId: bigint },
): Promise<LineSource> {
  if (side === 'book') {
    const { rows } = await sql<{ transactionId: string }>`
      SELECT transaction_id::text AS transaction_id FROM book_line WHERE id = ${lineId}`.execute(db)
    const [book] = rows
    if (!book) throw new DomainError('not_found', { what: 'line' })
    return { side, transactionId: book.transactionId }
  }
  const { rows } = await sql<{ fileId: string; fileName: string; lineNo: number; raw: string }>`
    SELECT file_id, file_name, line_no, raw FROM statement_line JOIN statement_file ON statement_file.id = file_id
    WHERE statement_line.id = ${lineId}`.execute(db)
  const [line] = rows
  if (!line) throw new DomainError('not_found', { what: 'line' })
  return { side, ...line }
}
