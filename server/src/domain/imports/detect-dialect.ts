import type { ImportDelimiter } from '@haowu/shared/imports.ts'
import { fieldOfHeader } from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'

export type Delimiter = ImportDelimiter

export interface Dialect {
  delimiter: Delimiter
  /** `lf` also takes CRLF; `any` also ends a line at a lone CR, as files from old Macs do. */
  lineEnds: 'lf' | 'any'
  /** The file began with Excel's `sep=` line, which is no record. */
  skipsFirstLine: boolean
}

const DELIMITERS: Delimiter[] = [',', ';', '\t', '|']
const LINES_LOOKED_AT = 50

const LINES_FOR_HEADER = 20
const CELLS_OF_A_HEADER = 3

/**
 * Reads the dialect off the beginning of the text, unless the delimiter was chosen: the one that makes most headers we
 * know; without any, the one whose count per line, outside of quotes, is the steadiest; more columns win a tie.
 */
export function detectDialect(sample: string, chosen?: Delimiter): Dialect {
  const lineEnds = hasLoneCarriageReturn(sample) ? 'any' : 'lf'
  const named = /^sep=([,;\t|])\r?\n/i.exec(sample)
  const skipsFirstLine = named !== null
  const given = chosen ?? (named?.[1] as Delimiter | undefined)
  if (given !== undefined) return { delimiter: given, lineEnds, skipsFirstLine }
  const lines = linesOutsideQuotes(sample).slice(0, LINES_LOOKED_AT)
  const plain = sample
    .slice(0, SAMPLE_FOR_HEADER)
    .replaceAll('"', '')
    .split(/\r\n|\n|\r/, LINES_FOR_HEADER)
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const score = headersWith(plain, delimiter) + steadiness(lines, delimiter)
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, lineEnds, skipsFirstLine }
}

const SAMPLE_FOR_HEADER = 64 * 1024

/** How many headers we know stand in the best line; one or two may be chance. */
function headersWith(lines: string[], delimiter: Delimiter): number {
  const most = Math.max(
    0,
    ...lines.map(line => line.split(delimiter).filter(cell => fieldOfHeader(cell)).length),
  )
  return most >= CELLS_OF_A_HEADER ? most : 0
}

/** The share of lines that have as many delimiters as most lines do, and a little for each; a title above has none. */
function steadiness(lines: string[], delimiter: Delimiter): number {
  const times = new Map<number, number>()
  for (const line of lines) {
    const count = line.split(delimiter).length - 1
    if (count > 0) times.set(count, (times.get(count) ?? 0) + 1)
  }
  let best = 0
  for (const [count, lineCount] of times) {
    if (count > IMPORT_LIMITS.columns * 5) continue
    best = Math.max(best, lineCount / lines.length + count / 1000)
  }
  return best
}

function hasLoneCarriageReturn(sample: string): boolean {
  return /\r[^\n]/.test(sample.replace(/"[^"]*"/g, ''))
}

/** The lines of the sample with quoted text taken out, so that a comma inside a quoted title is not counted. */
function linesOutsideQuotes(sample: string): string[] {
  return sample
    .replace(/"[^"]*("|$)/g, '')
    .split(/\r\n|\n|\r/)
    .filter(line => line.trim() !== '')
}
