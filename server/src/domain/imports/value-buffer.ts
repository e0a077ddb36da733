import type { PlainCells } from './plain-cells.ts'

/** The values of one row as COPY reads them, put together from the bytes of its cells. */
export interface ValueBuffer {
  /** Begins a row; its cells are those that lie in `record`, which is so long. */
  begin(record: Buffer, length: number): void
  startOf(index: number): number
  endOf(index: number): number
  cell(index: number): void
  /** A cell or, for a blank one and for no column (-1), nothing. */
  cellOrNull(index: number): void
  /** A cell as a JSON text. */
  quotedCell(index: number): void
  bytes(bytes: Buffer): void
  /** A whole number, not negative. */
  number(value: number): void
  tab(): void
  nothing(): void
  buffer(): Buffer
  used(): number
  written(): Buffer
}

/** More than the names of all columns take, and all that is written beside the cells. */
const BESIDE_CELLS = 512 * 1024
/** Shorter pieces are copied byte by byte: calling for a copy takes longer. */
const SHORT = 24

const [TAB, QUOTE, BACKSLASH, ZERO] = [0x09, 0x22, 0x5c, 0x30]
const N = 'N'.charCodeAt(0)

export function createValueBuffer({ starts, ends }: PlainCells): ValueBuffer {
  let buffer = Buffer.allocUnsafeSlow(BESIDE_CELLS * 2)
  let record: Buffer = buffer
  let used = 0

  const copy = (from: Buffer, start: number, end: number) => {
    if (end - start < SHORT) for (let at = start; at < end; at++) buffer[used++] = from[at] as number
    else used += from.copy(buffer, used, start, end)
  }
  const copyCell = (index: number) => copy(record, starts[index] as number, ends[index] as number)
  const nothing = () => {
    buffer[used++] = BACKSLASH
    buffer[used++] = N
  }

  return {
    begin(of, length) {
      record = of
      used = 0
      if (length + BESIDE_CELLS > buffer.length) buffer = Buffer.allocUnsafeSlow(length + BESIDE_CELLS)
    },
    startOf: index => starts[index] as number,
    endOf: index => ends[index] as number,
    cell: copyCell,
    cellOrNull(index) {
      if (index === -1 || starts[index] === ends[index]) nothing()
      else copyCell(index)
    },
    quotedCell(index) {
      buffer[used++] = QUOTE
      copyCell(index)
      buffer[used++] = QUOTE
    },
    bytes: bytes => copy(bytes, 0, bytes.length),
    number(value) {
      let digits = 1
      for (let bound = 10; value >= bound; bound *= 10) digits++
      let rest = value
      for (let at = used + digits - 1; at >= used; at--) {
        buffer[at] = ZERO + (rest % 10)
        rest = Math.floor(rest / 10)
      }
      used += digits
    },
    tab() {
      buffer[used++] = TAB
    },
    nothing,
    buffer: () => buffer,
    used: () => used,
    written: () => buffer.subarray(0, used),
  }
}
