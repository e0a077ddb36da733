import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { type BankMovement, type BankStatement, closingOf, sumsOf } from './bank-statement.ts'

/** ISO 20022's form, version 8: a batch of payouts is one entry with all its payments; sums of everything at the top. */
export function writeCamt053(statement: BankStatement): Buffer {
  const { accountNo, holder, day, sequence, openingFen, movements } = statement
  return Buffer.from(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">',
      '<BkToCstmrStmt>',
      element('GrpHdr', element('MsgId', `ST${day}`), element('CreDtTm', `${day}T23:59:59+08:00`)),
      '<Stmt>',
      element('Id', `ST${day}`),
      element('ElctrncSeqNb', String(sequence)),
      element(
        'Acct',
        element('Id', element('Othr', element('Id', escapeXml(accountNo)))),
        element('Ccy', 'CNY'),
        element('Nm', escapeXml(holder)),
      ),
      balance('OPBD', openingFen, day),
      balance('CLBD', closingOf(statement), day),
      summary(statement),
      ...movements.map(movement => entry(movement, day)),
      '</Stmt>',
      '</BkToCstmrStmt>',
      '</Document>',
      '',
    ].join('\n'),
  )
}

function element(name: string, ...children: string[]): string {
  return `<${name}>${children.join('')}</${name}>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const sizeOf = (fen: bigint) => writeYuan(fen < 0n ? -fen : fen)

/** Five decimals, as some banks write all of their amounts. */
function amount(fen: bigint): string {
  return `<Amt Ccy="CNY">${sizeOf(fen)}000</Amt>${side(fen)}`
}

function side(fen: bigint): string {
  return element('CdtDbtInd', fen < 0n ? 'DBIT' : 'CRDT')
}

function balance(code: string, fen: bigint, day: string): string {
  return element(
    'Bal',
    element('Tp', element('CdOrPrtry', element('Cd', code))),
    amount(fen),
    element('Dt', element('Dt', day)),
  )
}

function summary(statement: BankStatement): string {
  const { credits, debits } = sumsOf(statement)
  const total = ({ count, fen }: { count: number; fen: bigint }) =>
    element('NbOfNtries', String(count)) + element('Sum', writeYuan(fen))
  const net = credits.fen - debits.fen
  return element(
    'TxsSummry',
    element(
      'TtlNtries',
      total({ count: credits.count + debits.count, fen: credits.fen + debits.fen }),
      element('TtlNetNtry', element('Amt', sizeOf(net)), side(net)),
    ),
    element('TtlCdtNtries', total(credits)),
    element('TtlDbtNtries', total(debits)),
  )
}

function entry(movement: BankMovement, day: string): string {
  const { amountFen, bankNo, batchNo, kind, parts, ownNo, counterparty, summary: words } = movement
  const details = parts ?? [{ ownNo: ownNo ?? 'NOTPROVIDED', amountFen, counterparty }]
  const batch =
    batchNo === null
      ? ''
      : element(
          'Btch',
          element('PmtInfId', batchNo),
          ...(parts ? [element('NbOfTxs', String(parts.length))] : []),
          `<TtlAmt Ccy="CNY">${sizeOf(amountFen)}</TtlAmt>`,
        )
  return element(
    'Ntry',
    amount(amountFen),
    ...(kind === 'returned' ? [element('RvslInd', 'true')] : []),
    element('Sts', element('Cd', 'BOOK')),
    element('BookgDt', element('Dt', day)),
    element('ValDt', element('Dt', day)),
    element('AcctSvcrRef', bankNo),
    element(
      'BkTxCd',
      element(
        'Domn',
        element('Cd', 'PMNT'),
        element('Fmly', element('Cd', 'MCRD'), element('SubFmlyCd', kind === 'fee' ? 'CHRG' : 'OTHR')),
      ),
    ),
    element('NtryDtls', batch, ...details.map(part => detail(part, words))),
    element('AddtlNtryInf', escapeXml(words)),
  )
}

function detail(part: { ownNo: string; amountFen: bigint; counterparty: string }, words: string): string {
  const party = element(
    part.amountFen < 0n ? 'Cdtr' : 'Dbtr',
    element('Pty', element('Nm', escapeXml(part.counterparty))),
  )
  return element(
    'TxDtls',
    element('Refs', element('EndToEndId', escapeXml(part.ownNo))),
    amount(part.amountFen),
    element('RltdPties', party),
    element('RmtInf', element('Ustrd', escapeXml(words))),
  )
}
