import type { CheckedRow } from './check-row.ts'

/** No character of a text takes more bytes in UTF-8. */
const BYTES_PER_UNIT = 3
const FIRST_BYTES = 16 * 1024
/** Of a field its length; of a list what stands before its members. */
const LENGTH_BYTES = 4
const LIST_HEAD_BYTES = 20
const JSONB_VERSION = 1
/** What PostgreSQL calls the type `text`. */
const TEXT_TYPE = 25

/** One for all rows, as long as the longest so far: what was written is copied on before the next row comes. */
let buffer = Buffer.allocUnsafeSlow(FIRST_BYTES)
let used = 0

/**
 * The values of a row as COPY's binary format has them, in the order of `STAGED_COLUMNS`, but for what says where it
 * stands. Binary, because reading numbers, ids, hashes and escapes off a text is two fifths of what staging costs
 * PostgreSQL. Valid until the next row.
 */
export function valuesOf(row: CheckedRow): Buffer {
  used = 0
  text(row.sku)
  text(row.categoryCode)
  text(row.title)
  bigint(row.priceFen)
  text(row.brand)
  text(row.model)
  text(row.identity)
  int(row.qty)
  text(row.shipFrom)
  json(row.specJson)
  json(row.extraJson)
  json(row.photosJson)
  json(row.report === null ? null : JSON.stringify(row.report))
  text(row.stockKind)
  boolean(row.withdraw)
  texts(row.clears)
  return buffer.subarray(0, used)
}

function text(value: string | null): void {
  if (value === null) return nothing()
  ensure(LENGTH_BYTES + value.length * BYTES_PER_UNIT)
  const written = buffer.write(value, used + LENGTH_BYTES)
  buffer.writeInt32BE(written, used)
  used += LENGTH_BYTES + written
}

function json(value: string | null): void {
  if (value === null) return nothing()
  ensure(LENGTH_BYTES + 1 + value.length * BYTES_PER_UNIT)
  buffer[used + LENGTH_BYTES] = JSONB_VERSION
  const written = buffer.write(value, used + LENGTH_BYTES + 1)
  buffer.writeInt32BE(written + 1, used)
  used += LENGTH_BYTES + 1 + written
}

function int(value: number | null): void {
  if (value === null) return nothing()
  word(LENGTH_BYTES)
  word(value)
}

function bigint(value: bigint | null): void {
  if (value === null) return nothing()
  word(8)
  ensure(8)
  used = buffer.writeBigInt64BE(value, used)
}

function boolean(value: boolean | null): void {
  if (value === null) return nothing()
  word(1)
  ensure(1)
  buffer[used++] = value ? 1 : 0
}

/** A list with one dimension, no nulls, counted from 1; of none nothing is said. */
function texts(values: string[]): void {
  if (values.length === 0) return nothing()
  const start = used
  ensure(LENGTH_BYTES + LIST_HEAD_BYTES)
  used += LENGTH_BYTES
  for (const head of [1, 0, TEXT_TYPE, values.length, 1]) word(head)
  for (const value of values) text(value)
  buffer.writeInt32BE(used - start - LENGTH_BYTES, start)
}

function nothing(): void {
  word(-1)
}

function word(value: number): void {
  ensure(LENGTH_BYTES)
  used = buffer.writeInt32BE(value, used)
}

function ensure(bytes: number): void {
  if (used + bytes <= buffer.length) return
  const written = buffer.subarray(0, used)
  buffer = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, used + bytes))
  written.copy(buffer)
}
