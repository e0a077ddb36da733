import { IMPORT_LIMITS } from './import-limits.ts'

export type Delimiter = ',' | ';' | '\t' | '|'

export interface Dialect {
  delimiter: Delimiter
  /** `lf` also takes CRLF; `any` also ends a line at a lone CR, as files from old Macs do. */
  lineEnds: 'lf' | 'any'
  /** The file began with Excel's `sep=` line, which is no record. */
  skipsFirstLine: boolean
}

const DELIMITERS: Delimiter[] = [',', ';', '\t', '|']
const LINES_LOOKED_AT = 50

/**
 * Reads the dialect off the beginning of the text: the delimiter whose count per line, outside of quotes, is the
 * steadiest; more columns win a tie.
 */
export function detectDialect(sample: string): Dialect {
  const lineEnds = hasLoneCarriageReturn(sample) ? 'any' : 'lf'
  const named = /^sep=([,;\t|])\r?\n/i.exec(sample)
  if (named) return { delimiter: named[1] as Delimiter, lineEnds, skipsFirstLine: true }
  const lines = linesOutsideQuotes(sample).slice(0, LINES_LOOKED_AT)
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const counts = lines.map(line => line.split(delimiter).length - 1)
    const [first = 0] = counts
    const steady = counts.filter(count => count === first).length / counts.length
    const score = first === 0 || first > IMPORT_LIMITS.columns * 5 ? 0 : steady + first / 1000
    if (score > best.score) best = { delimiter, score }
  }
  return { delimiter: best.delimiter, lineEnds, skipsFirstLine: false }
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
