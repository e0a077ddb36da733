import { IMPORT_ENCODINGS, type ImportEncoding } from '@haowu/shared/imports.ts'
import { isFrequentInChinese } from './chinese-vote.ts'
import { detectDialect } from './detect-dialect.ts'
import { firstRecords } from './first-records.ts'

/** How a file would read in one encoding. */
export interface EncodingCandidate {
  encoding: ImportEncoding
  rows: string[][]
}

const ROWS_SHOWN = 5

/** The first rows in each encoding, the most readable first. The order only helps the eye; a person decides. */
export function listEncodingCandidates(head: Buffer): EncodingCandidate[] {
  return IMPORT_ENCODINGS.map(encoding => {
    const text = new TextDecoder(encoding).decode(head, { stream: true })
    const sample = { sample: Buffer.from(text), whole: false }
    const rows = firstRecords(sample, detectDialect(text), ROWS_SHOWN)
    return { encoding, rows, readable: shareOfReadable(text) }
  })
    .sort((one, other) => other.readable - one.readable)
    .map(({ encoding, rows }) => ({ encoding, rows }))
}

/** Letters that real text of some language is made of; text decoded wrongly falls into rare characters and signs. */
function shareOfReadable(text: string): number {
  let foreign = 0
  let readable = 0
  for (const character of text) {
    if (character <= '\u007f') continue
    foreign++
    if (isFrequentInChinese(character) || /[\p{sc=Hiragana}\p{sc=Katakana}ー]/u.test(character)) readable++
    else if (/[\uac00-\ud7a3]/.test(character)) readable += 0.9
    else if (/[\p{sc=Latin}\p{sc=Cyrillic}]/u.test(character)) readable += 0.5
    else if (/[\p{sc=Han}\u3000-\u303f\uff00-\uff5e]/u.test(character)) readable += 0.3
  }
  return foreign === 0 ? 1 : readable / foreign
}
