import { type Hash64, hashBytes, viewOf } from './hash-bytes.ts'
import type { CheckedRow } from './check-row.ts'
import { writeItemId } from './new-item-id.ts'

/** The columns of `import_row` in the order in which rows are written. */
export const STAGED_COLUMNS =
  'import_id, run_token, supplier_sku, category_code, title, price_fen, brand, model, identity, qty, ship_from, spec, extra, photos, report, stock_kind, withdraw, clears, row_hash, raw_hash, line, new_item_id'

export interface RowPlace {
  line: number
  raw: Hash64
}

export interface RowWriter {
  write(row: CheckedRow, place: RowPlace): void
  /** The same for a row whose values are bytes already. */
  writeValues(values: Buffer, place: RowPlace): void
  /** What was written since it was last asked, in COPY's text format; valid until this is called once more. */
  take(): Buffer
}

const FIRST_BYTES = 512 * 1024
/** No character of a text takes more bytes in UTF-8. */
const BYTES_PER_UNIT = 3
const TAIL_BYTES = 128
/** Twice what Node's sockets take in before they ask to wait. */
const SHORT = 128 * 1024
const LINE_END = 0x0a

/**
 * Writes rows into a buffer that is sent on chunk by chunk. The row hash covers the values as read, so that spelling and
 * column order do not count; it is taken over the bytes just written, which is four times quicker than over characters.
 */
export function createRowWriter({ importId, runToken }: { importId: string; runToken: bigint }): RowWriter {
  const head = Buffer.from(`${importId}\t${runToken}\t`)
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

  const begin = (valueBytes: number): number => {
    ensure(head.length + valueBytes + TAIL_BYTES)
    used += head.copy(buffer, used)
    return used
  }

  const end = (values: number, { line, raw }: RowPlace) => {
    hashBytes(view, values, used, rowHash)
    used = writeHash(buffer, used, rowHash)
    used = writeHash(buffer, used, raw)
    used += buffer.write(`\t${line}\t`, used, 'latin1')
    used = writeItemId(buffer, used)
    buffer[used++] = LINE_END
  }

  return {
    write(row, place) {
      const text = valuesOf(row)
      const values = begin(text.length * BYTES_PER_UNIT)
      used += buffer.write(text, used)
      end(values, place)
    },
    writeValues(bytes, place) {
      const values = begin(bytes.length)
      used += bytes.copy(buffer, used)
      end(values, place)
    },
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

const HASH_HEAD = Buffer.from('\t\\\\x')
const HEX_DIGITS = Buffer.from('0123456789abcdef')

/** A bytea column: both words in hexadecimal, digit by digit, because making strings of them took a tenth of the whole import. */
function writeHash(buffer: Buffer, start: number, { high, low }: Hash64): number {
  let at = start + HASH_HEAD.copy(buffer, start)
  for (const word of [high, low]) {
    for (let shift = 28; shift >= 0; shift -= 4) buffer[at++] = HEX_DIGITS[(word >>> shift) & 15] as number
  }
  return at
}

const NULL = '\\N'

/** The values of a row as COPY reads them, but for what says where it stands. */
export function valuesOf(row: CheckedRow): string {
  return `${escapeText(row.sku)}\t${row.categoryCode ?? NULL}\t${textOrNull(row.title)}\t${row.priceFen ?? NULL}\t${textOrNull(row.brand)}\t${textOrNull(
    row.model,
  )}\t${textOrNull(row.identity)}\t${row.qty ?? NULL}\t${textOrNull(row.shipFrom)}\t${textOrNull(row.specJson)}\t${textOrNull(
    row.extraJson,
  )}\t${textOrNull(row.photosJson)}\t${row.report === null ? NULL : escapeText(JSON.stringify(row.report))}\t${row.stockKind ?? NULL}\t${
    row.withdraw ?? NULL
  }\t${row.clears.length === 0 ? NULL : `{${row.clears.join(',')}}`}`
}

function textOrNull(text: string | null): string {
  return text === null ? NULL : escapeText(text)
}

export function escapeText(text: string): string {
  if (!/[\\\t\n\r]/.test(text)) return text
  return text.replace(/[\\\t\n\r]/g, character => ESCAPES[character] ?? character)
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
