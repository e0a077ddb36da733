import { readMoment } from './bank-day.ts'
import { readExactFen } from './exact-amount.ts'
import { findAll, findText, type XmlElement } from './read-xml-parts.ts'
import { refuse } from './statement-refusal.ts'

/** An `Amt` in fen. Files give up to five decimals; what is less than a fen is refused, and so is any other currency. */
export function readCamtAmount(amount: XmlElement | undefined, line: number): bigint {
  const currency = amount?.attributes['Ccy']
  if (currency !== undefined && currency !== 'CNY')
    refuse('currency', { line, expected: 'CNY', found: currency })
  return readPlainAmount(amount?.text.trim() ?? '', line)
}

export function readPlainAmount(text: string, line: number): bigint {
  const fen = /,/.test(text) ? null : readExactFen(text)
  if (fen === null || fen < 0n) refuse('amount', { line, expected: '0.00', found: text })
  return fen
}

/** `CRDT` came in, `DBIT` went out. What an entry says is what moved, of a reversal too. */
export function signOf(element: XmlElement): bigint {
  const mark = findText(element, 'CdtDbtInd')
  if (mark !== 'CRDT' && mark !== 'DBIT')
    refuse('direction', { line: element.line, expected: 'CRDT | DBIT', found: mark ?? '' })
  return mark === 'CRDT' ? 1n : -1n
}

/** `BookgDt` and the like: a day, or a moment with its zone, which may be another day in Shanghai. */
export function readCamtMoment(element: XmlElement, path: string): { day: string; at: Date } | null {
  const text = findText(element, `${path}/Dt`, `${path}/DtTm`)
  if (text === null) return null
  if (/T.*(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const at = new Date(text)
    if (Number.isNaN(at.getTime())) refuse('day', { line: element.line, expected: 'ISO 8601', found: text })
    return { day: new Date(at.getTime() + EAST_OF_GREENWICH).toISOString().slice(0, 10), at }
  }
  // A day may carry a zone too, which does not make it another day.
  const moment = readMoment(text.replace(/^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})$/, '$1'))
  if (!moment) refuse('day', { line: element.line, expected: 'YYYY-MM-DD', found: text })
  return moment
}

const EAST_OF_GREENWICH = 8 * 60 * 60 * 1000

/** What an entry's charges come to, positive where we paid them. */
export function readCharges(element: XmlElement): bigint {
  const records = [
    ...findAll(element, 'Chrgs/Rcrd'),
    ...findAll(element, 'Chrgs').filter(each => findAll(each, 'Amt').length > 0),
  ]
  return records.reduce((sum, record) => {
    const fen = readCamtAmount(findAll(record, 'Amt')[0], record.line)
    return findText(record, 'CdtDbtInd') === 'CRDT' ? sum - fen : sum + fen
  }, 0n)
}
