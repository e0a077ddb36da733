import type { Delimiter } from './detect-dialect.ts'

/** Where the cells of a record lie in its bytes. */
export interface PlainCells {
  starts: Int32Array
  ends: Int32Array
  /** Cuts the record `[start, end)`; false for one that is not plain, and then the places mean nothing. */
  cut(bytes: Uint8Array, start: number, end: number): boolean
}

const ODD = 0
const PLAIN = 1
const DELIMITER = 2
/** The first of three bytes: an ideograph, Chinese punctuation or a full-width form. */
const WIDE = 3

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BLANK = 0x20
const APOSTROPHE = 0x27
const EQUALS = 0x3d

/**
 * Cuts records whose cells are all plain: exactly one per column, quoted as a whole or not at all, of printable ASCII and
 * Chinese, with nothing that the row check would take off, escape, warn of or read as a word for emptying the cell. What
 * such a cell says is its bytes as they stand. Knows UTF-8 that was checked before.
 */
export function createPlainCells(columns: number, delimiter: Delimiter): PlainCells {
  const kinds = kindsOfBytes(delimiter)
  const starts = new Int32Array(columns)
  const ends = new Int32Array(columns)

  /** Where a cell without quotes ends, at the latest with the record; -1 if it is odd. */
  const endOfBare = (bytes: Uint8Array, from: number, end: number): number => {
    let at = from
    while (at < end) {
      const kind = kinds[bytes[at] as number]
      if (kind === PLAIN) at++
      else if (kind === WIDE && !isOddWide(bytes, at)) at += 3
      else return kind === DELIMITER ? at : -1
    }
    return end
  }

  /** Where the quote that closes a cell stands; -1 if the cell is odd. A tab, even a quoted one, would have to be escaped. */
  const endOfQuoted = (bytes: Uint8Array, from: number, end: number): number => {
    let at = from
    while (at < end) {
      const byte = bytes[at] as number
      const kind = kinds[byte]
      if (kind === PLAIN || (kind === DELIMITER && byte >= BLANK)) at++
      else if (kind === WIDE && !isOddWide(bytes, at)) at += 3
      else return byte === QUOTE ? at : -1
    }
    return -1
  }

  return {
    starts,
    ends,
    cut(bytes, start, end) {
      let at = start
      for (let column = 0; column < columns; column++) {
        const quoted = at < end && bytes[at] === QUOTE
        if (quoted) at++
        const close = quoted ? endOfQuoted(bytes, at, end) : endOfBare(bytes, at, end)
        if (close === -1 || (close > at && !isPlainCell(bytes, at, close))) return false
        starts[column] = at
        ends[column] = close
        at = quoted ? close + 1 : close
        if (column === columns - 1) return at === end
        if (at >= end || kinds[bytes[at] as number] !== DELIMITER) return false
        at++
      }
      return false
    },
  }
}

function kindsOfBytes(delimiter: Delimiter): Uint8Array {
  const kinds = new Uint8Array(256)
  kinds.fill(PLAIN, BLANK, 0x7f)
  kinds[QUOTE] = ODD
  kinds[BACKSLASH] = ODD
  kinds[delimiter.charCodeAt(0)] = DELIMITER
  // U+3000 to U+9FFF, and of U+F000 to U+FFFF those that isOddWide lets through.
  kinds.fill(WIDE, 0xe3, 0xea)
  kinds[0xef] = WIDE
  return kinds
}

/** The ideographic blank, which is trimmed; `锟`, by which broken texts are known; and all of U+F000 on but full-width forms. */
function isOddWide(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at]
  const second = bytes[at + 1]
  const third = bytes[at + 2]
  if (first === 0xe3) return second === 0x80 && third === 0x80
  if (first === 0xe9) return second === 0x94 && third === 0x9f
  return first === 0xef && second !== 0xbc && second !== 0xbd
}

/** Nothing to trim or unwrap at its ends, and no word that empties: `清空`, `__CLEAR__`. */
function isPlainCell(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]
  if (first === BLANK || first === APOSTROPHE || first === EQUALS || bytes[end - 1] === BLANK) return false
  if (end - start === 6 && first === 0xe6 && bytes[start + 1] === 0xb8 && bytes[start + 2] === 0x85)
    return false
  return !(first === 0x5f && bytes[start + 1] === 0x5f)
}
