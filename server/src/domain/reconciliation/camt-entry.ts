import { kindOfBankLine } from './bank-kind.ts'
import { usable } from './bank-details.ts'
import { readCamtAmount, readCamtMoment, readCharges, signOf } from './camt-amount.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { findAll, findText, writeXml, type XmlElement } from './read-xml-parts.ts'
import type { StatementLineDraft } from './statement-parser.ts'
import { refuse } from './statement-refusal.ts'

export interface CamtEntry {
  amountFen: bigint
  /** One that is only announced moves no balance. */
  isBooked: boolean
  lines: StatementLineDraft[]
}

/**
 * One `Ntry`. An entry that books several payments at once becomes as many lines, each with its own number, where the file says
 * what each came to; else it stays one line with the number of the batch.
 */
export function readCamtEntry(entry: XmlElement): CamtEntry {
  const amountFen = signOf(entry) * readCamtAmount(findAll(entry, 'Amt')[0], entry.line)
  const state = findText(entry, 'Sts/Cd', 'Sts') ?? 'BOOK'
  const details = findAll(entry, 'NtryDtls/TxDtls')
  const amounts = details.map(detail => amountOfDetail(detail, entry))
  const known = amounts.filter(fen => fen !== null)
  const isSplit = details.length > 1 && known.length === details.length
  if (isSplit) mustMakeUp(entry, amountFen, known)
  checkBatch(entry, details.length)
  const lines = isSplit
    ? details.map((detail, at) => toLine(entry, detail, known[at] ?? 0n))
    : [toLine(entry, details.length === 1 ? details[0] : undefined, amountFen)]
  return { amountFen, isBooked: state === 'BOOK', lines }
}

/** Null where it is told in another currency, or not at all. */
function amountOfDetail(detail: XmlElement, entry: XmlElement): bigint | null {
  const amount = findAll(detail, 'Amt')[0] ?? findAll(detail, 'AmtDtls/TxAmt/Amt')[0]
  if (!amount || (amount.attributes['Ccy'] ?? 'CNY') !== 'CNY') return null
  const sign = findText(detail, 'CdtDbtInd') === null ? signOf(entry) : signOf(detail)
  return sign * readCamtAmount(amount, detail.line)
}

function mustMakeUp(entry: XmlElement, amountFen: bigint, parts: bigint[]): void {
  const sum = parts.reduce((total, part) => total + part, 0n)
  if (sum !== amountFen)
    refuse('batch_sum', { line: entry.line, expected: writeYuan(amountFen), found: writeYuan(sum) })
}

/** What a batch says of itself, where it does. */
function checkBatch(entry: XmlElement, detailCount: number): void {
  for (const details of findAll(entry, 'NtryDtls')) {
    const told = findText(details, 'Btch/NbOfTxs')
    const count = findAll(details, 'TxDtls').length
    if (told !== null && count > 1 && Number(told) !== count)
      refuse('batch_count', { line: entry.line, expected: told, found: String(count) })
    const total = findAll(details, 'Btch/TtlAmt')[0]
    if (total && detailCount === count) {
      const own = readCamtAmount(findAll(entry, 'Amt')[0], entry.line)
      const fen = readCamtAmount(total, entry.line)
      if (fen !== own)
        refuse('batch_sum', { line: entry.line, expected: writeYuan(own), found: writeYuan(fen) })
    }
  }
}

function toLine(entry: XmlElement, detail: XmlElement | undefined, amountFen: bigint): StatementLineDraft {
  const said = detail ?? entry
  const moment = readCamtMoment(entry, 'BookgDt') ?? readCamtMoment(entry, 'ValDt')
  if (!moment) refuse('day', { line: entry.line, expected: 'BookgDt', found: '' })
  const side = amountFen < 0n ? 'Cdtr' : 'Dbtr'
  const ownNo = usable(findText(said, 'Refs/EndToEndId') ?? undefined)
  const counterparty = findText(said, `RltdPties/${side}/Nm`, `RltdPties/${side}/Pty/Nm`)
  const description = [
    ...findAll(said, 'RmtInf/Ustrd').map(({ text }) => text.trim()),
    findText(said, 'AddtlTxInf') ?? findText(entry, 'AddtlNtryInf') ?? '',
  ]
    .filter(text => text !== '')
    .join(' ')
  const isReversal = /^(true|1)$/.test(findText(entry, 'RvslInd') ?? '')
  return {
    lineNo: said.line,
    kind: kindOfBankLine({
      amountFen,
      ownNo,
      texts: [description],
      isCharge: /CHRG|FEES|COMM/.test(findText(entry, 'BkTxCd/Domn/Fmly/SubFmlyCd') ?? ''),
    }),
    amountFen,
    feeFen: readCharges(said),
    balanceFen: null,
    bookedAt: moment.at,
    businessDay: moment.day,
    ownNo,
    channelNo: findText(said, 'Refs/AcctSvcrRef') ?? findText(entry, 'AcctSvcrRef'),
    batchNo: findText(entry, 'NtryDtls/Btch/PmtInfId', 'NtryDtls/Btch/MsgId'),
    counterparty,
    status: isReversal ? 'REVERSAL' : null,
    description,
    raw: writeXml(said),
  }
}
