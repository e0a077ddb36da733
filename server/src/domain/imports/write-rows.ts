import type { CheckedRow } from './check-row.ts'
import { type Hash64, hashBytes, viewOf } from './hash-bytes.ts'
import { writeItemId } from './new-item-id.ts'
import { valuesOf } from './staged-values.ts'

/** The columns of `import_row` in the order in which rows are written. */
export const STAGED_COLUMNS =
  'import_id, run_token, supplier_sku, category_code, title, price_fen, brand, model, identity, qty, ship_from, spec, extra, photos, report, stock_kind, withdraw, clears, row_hash, raw_hash, line, new_item_id'
const COLUMN_COUNT = STAGED_COLUMNS.split(',').length

export interface RowPlace {
  line: number
  raw: Hash64
}

export interface RowWriter {
  write(row: CheckedRow, place: RowPlace): void
  /** The same for a row whose values are bytes already. */
  writeValues(values: Buffer, place: RowPlace): void
  /** Whether there is enough to send: a file of which few rows go in would else be thousands of small pieces. */
  isFull(): boolean
  /** What was written since it was last asked, as rows of COPY's binary format; valid until this is called once more. */
  take(): Buffer
}

const FIRST_BYTES = 512 * 1024
const [UUID_BYTES, HASH_BYTES] = [16, 8]
/** Two hashes, the line and the id, each behind its length. */
const TAIL_BYTES = 2 * (4 + HASH_BYTES) + (4 + 4) + (4 + UUID_BYTES)
/** Twice what Node's sockets take in before they ask to wait. */
const SHORT = 128 * 1024

/**
 * Writes rows into a buffer that is sent on chunk by chunk. The row hash covers the values as read, so that spelling and
 * column order do not count; it is taken over the bytes just written, which is four times quicker than over characters.
 */
export function createRowWriter({ importId, runToken }: { importId: string; runToken: bigint }): RowWriter {
  const head = headOf(importId, runToken)
  const rowHash: Hash64 = { high: 0, low: 0 }
  // Two in turn: one is filled while the other is sent. A new one for each chunk would be garbage of a file's size.
  let buffer = Buffer.allocUnsafeSlow(FIRST_BYTES)
  let resting = Buffer.allocUnsafeSlow(FIRST_BYTES)
  let view = viewOf(buffer)
  let used = 0

  const ensure = (bytes: number) => {
    if (used + bytes <= buffer.length) return
    const written = buffer.subarray(0, used)
    buffer = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, used + bytes))
    view = viewOf(buffer)
    written.copy(buffer)
  }

  const word = (value: number) => {
    view.setInt32(used, value)
    used += 4
  }

  const hash = ({ high, low }: Hash64) => {
    word(HASH_BYTES)
    word(high)
    word(low)
  }

  const writeValues = (bytes: Buffer, { line, raw }: RowPlace) => {
    ensure(head.length + bytes.length + TAIL_BYTES)
    used += head.copy(buffer, used)
    const values = used
    used += bytes.copy(buffer, used)
    hashBytes(view, values, used, rowHash)
    hash(rowHash)
    hash(raw)
    word(4)
    word(line)
    word(UUID_BYTES)
    used = writeItemId(buffer, used)
  }

  return {
    write: (row, place) => writeValues(valuesOf(row), place),
    writeValues,
    isFull: () => used >= SHORT,
    take() {
      // Of few bytes a socket says that they are sent while it still holds them.
      const written = used < SHORT ? Buffer.from(buffer.subarray(0, used)) : buffer.subarray(0, used)
      ;[buffer, resting] = [resting, buffer]
      view = viewOf(buffer)
      used = 0
      return written
    },
  }
}

/** With what every row of the run begins: how many columns there are, and the first two of them. */
function headOf(importId: string, runToken: bigint): Buffer {
  const head = Buffer.alloc(2 + (4 + UUID_BYTES) + (4 + 8))
  head.writeInt16BE(COLUMN_COUNT)
  head.writeInt32BE(UUID_BYTES, 2)
  head.write(importId.replaceAll('-', ''), 6, 'hex')
  head.writeInt32BE(8, 22)
  head.writeBigInt64BE(runToken, 26)
  return head
}
