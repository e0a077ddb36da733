import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { CopyConnection } from './copy-connection.ts'
import { STAGED_COLUMNS } from './write-rows.ts'

/** COPY's binary format: its signature with no flags and no extension, and in the place of a row's count of columns its end. */
export const COPY_HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const COPY_END = Buffer.from([0xff, 0xff])

/** Streams rows into `import_row`, all or nothing. */
export async function copyStagedRows(copies: CopyConnection, rows: AsyncIterable<Buffer>): Promise<void> {
  const copy = copyFrom(`COPY import_row (${STAGED_COLUMNS}) FROM STDIN (FORMAT binary)`)
  await pipeline(framed(rows), copies.query(copy))
}

async function* framed(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield COPY_HEAD
  yield* rows
  yield COPY_END
}
