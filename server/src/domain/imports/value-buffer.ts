import type { PlainCells } from './plain-cells.ts'

/** The values of one row as COPY's binary format has them, put together from the bytes of its cells. */
export interface ValueBuffer {
  /** Begins a row; its cells are those that lie in `record`, which is so long. */
  begin(record: Buffer, length: number): void
  startOf(index: number): number
  endOf(index: number): number
  /** A cell as a text. */
  text(index: number): void
  /** A cell as a text or, for a blank one and for no column (-1), nothing. */
  textOrNull(index: number): void
  /** A text of these bytes; nothing where there are none. */
  word(bytes: Buffer): void
  /** Whole numbers, not negative, of four and of eight bytes. */
  int(value: number): void
  bigint(value: number): void
  nothing(): void
  /** Begins a value that is written piece by piece until it is closed. */
  open(): void
  openJson(): void
  close(): void
  /** Pieces of an open value: bytes, a cell, a cell as a JSON text. */
  bytes(bytes: Buffer): void
  cell(index: number): void
  quotedCell(index: number): void
  buffer(): Buffer
  used(): number
  written(): Buffer
}

/** More than the names of all columns take, and all that is written beside the cells. */
const BESIDE_CELLS = 512 * 1024
/** Shorter pieces are copied byte by byte: calling for a copy takes longer. */
const SHORT = 24
const LENGTH_BYTES = 4
/** What PostgreSQL wants before the text of a jsonb. */
const JSONB_VERSION = 1
const QUOTE = 0x22
const WORD = 2 ** 32

/** Four bytes, the highest first; answers the place behind them. */
function putWord(buffer: Buffer, at: number, value: number): number {
  buffer[at] = value >>> 24
  buffer[at + 1] = value >>> 16
  buffer[at + 2] = value >>> 8
  buffer[at + 3] = value
  return at + 4
}

export function createValueBuffer({ starts, ends }: PlainCells): ValueBuffer {
  let buffer = Buffer.allocUnsafeSlow(BESIDE_CELLS * 2)
  let record: Buffer = buffer
  let used = 0
  let opened = 0

  const copy = (from: Buffer, start: number, end: number) => {
    if (end - start < SHORT) for (let at = start; at < end; at++) buffer[used++] = from[at] as number
    else used += from.copy(buffer, used, start, end)
  }
  const copyCell = (index: number) => copy(record, starts[index] as number, ends[index] as number)
  const word = (value: number) => {
    used = putWord(buffer, used, value)
  }
  const text = (index: number) => {
    word((ends[index] as number) - (starts[index] as number))
    copyCell(index)
  }
  const open = () => {
    opened = used
    used += LENGTH_BYTES
  }

  return {
    begin(of, length) {
      record = of
      used = 0
      if (length + BESIDE_CELLS > buffer.length) buffer = Buffer.allocUnsafeSlow(length + BESIDE_CELLS)
    },
    startOf: index => starts[index] as number,
    endOf: index => ends[index] as number,
    text,
    textOrNull(index) {
      if (index === -1 || starts[index] === ends[index]) word(-1)
      else text(index)
    },
    word(bytes) {
      word(bytes.length === 0 ? -1 : bytes.length)
      copy(bytes, 0, bytes.length)
    },
    int(value) {
      word(4)
      word(value)
    },
    bigint(value) {
      word(8)
      word(Math.floor(value / WORD))
      word(value)
    },
    nothing: () => word(-1),
    open,
    openJson() {
      open()
      buffer[used++] = JSONB_VERSION
    },
    close() {
      putWord(buffer, opened, used - opened - LENGTH_BYTES)
    },
    bytes: bytes => copy(bytes, 0, bytes.length),
    cell: copyCell,
    quotedCell(index) {
      buffer[used++] = QUOTE
      copyCell(index)
      buffer[used++] = QUOTE
    },
    buffer: () => buffer,
    used: () => used,
    written: () => buffer.subarray(0, used),
  }
}
