import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhole, ruleOf } from '@haowu/server/test/parse-statement.ts'
import { readCamt053 } from './read-camt053.ts'

const balance = (code: string, fen: string, mark = 'CRDT') =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${fen}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Dt><Dt>2026-11-30</Dt></Dt></Bal>`

/** A batch of two payouts in one entry, a settlement, one taken back, one only announced, and one of nothing. */
const STATEMENT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>
<Acct><Id><Othr><Id>6222000011112222</Id></Othr></Id><Ccy>CNY</Ccy></Acct>
${balance('OPBD', '1000.00')}${balance('CLBD', '1069.50')}
<TxsSummry><TtlNtries><NbOfNtries>5</NbOfNtries><Sum>1145.00</Sum><TtlNetNtry><Amt>84.50</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries><TtlCdtNtries><NbOfNtries>3</NbOfNtries><Sum>614.75</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>2</NbOfNtries><Sum>530.25</Sum></TtlDbtNtries></TxsSummry>
<Ntry><Amt Ccy="CNY">500.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-30</Dt></BookgDt><AcctSvcrRef>E1</AcctSvcrRef><NtryDtls><Btch><PmtInfId>BATCH1</PmtInfId><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="CNY">500.25</TtlAmt></Btch>
<TxDtls><Refs><EndToEndId>T261130AAAAAAAAAA</EndToEndId></Refs><Amt Ccy="CNY">200.00000</Amt><CdtDbtInd>DBIT</CdtDbtInd><RltdPties><Cdtr><Pty><Nm>王芳 &amp; 李</Nm></Pty></Cdtr></RltdPties><RmtInf><Ustrd>提现</Ustrd></RmtInf></TxDtls>
<TxDtls><Refs><EndToEndId>T261130BBBBBBBBBB</EndToEndId></Refs><Amt Ccy="CNY">300.25</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">599.75</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-11-30T17:30:00Z</DtTm></BookgDt><AcctSvcrRef>E2</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Chrgs><Rcrd><Amt Ccy="CNY">0.25</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs></TxDtls></NtryDtls><AddtlNtryInf>结算款</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="CNY">30</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-30+08:00</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="CNY">15.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts><BookgDt><Dt>2026-11-30</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="CNY">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><ValDt><Dt>2026-11-30</Dt></ValDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
`

describe('a camt.053 statement', () => {
  test('is read to the fen; a batch becomes its payments; what is only announced is no line', async () => {
    const { lines, totals } = await parseWhole(readCamt053, STATEMENT)
    expect(
      lines.map(({ amountFen, kind, ownNo, channelNo, batchNo, status, businessDay, feeFen }) => [
        amountFen,
        kind,
        ownNo,
        channelNo,
        batchNo,
        status,
        businessDay,
        feeFen,
      ]),
    ).toEqual([
      [-20_000n, 'payout', 'T261130AAAAAAAAAA', 'E1', 'BATCH1', null, '2026-11-30', 0n],
      [-30_025n, 'payout', 'T261130BBBBBBBBBB', 'E1', 'BATCH1', null, '2026-11-30', 0n],
      [59_975n, 'settlement', null, 'E2', null, null, '2026-12-01', 25n],
      [-3_000n, 'transfer', null, null, null, 'REVERSAL', '2026-11-30', 0n],
      [0n, 'other', null, null, null, null, '2026-11-30', 0n],
    ])
    expect(lines[0]).toMatchObject({ counterparty: '王芳 & 李', description: '提现' })
    expect(totals).toMatchObject({
      openingFen: 100_000n,
      closingFen: 106_950n,
      lineCount: 5,
      accountNo: '6222000011112222',
      dayTo: '2026-12-01',
    })
  })

  test('is the same in whichever pieces it comes, and with prefixes on its names', async () => {
    const whole = await parseWhole(readCamt053, STATEMENT)
    const prefixed = STATEMENT.replace(/<(\/?)([A-Z])/g, '<$1n:$2').replace('xmlns=', 'xmlns:n=')
    expect((await parseWhole(readCamt053, STATEMENT, { size: 3 })).totals).toEqual(whole.totals)
    expect((await parseWhole(readCamt053, prefixed)).totals).toEqual(whole.totals)
    expect(readCamt053.recognises(prefixed.slice(0, 500))).toBe(true)
  })

  test('is refused whichever digit of a balance, a count or a sum differs', async () => {
    const controls = [
      ...STATEMENT.matchAll(
        /(?:<Bal>.*?<Amt Ccy="CNY">|<Sum>|<NbOfNtries>|<NbOfTxs>|<TtlAmt Ccy="CNY">|<TtlNetNtry><Amt>)([\d.]+)/g,
      ),
    ]
    expect(controls).toHaveLength(11)
    const places = controls.flatMap(found => {
      const number = found[1] ?? ''
      const start = found.index + found[0].length - number.length
      return [...number].flatMap((char, at) => (/\d/.test(char) ? [start + at] : []))
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 9 }), async (place, add) => {
        const digit = (Number(STATEMENT[place]) + add) % 10
        const changed = `${STATEMENT.slice(0, place)}${digit}${STATEMENT.slice(place + 1)}`
        expect(await ruleOf(readCamt053, changed)).not.toBeNull()
      }),
      { numRuns: 150 },
    )
  })

  const refusals: [string, string, (text: string) => string][] = [
    ['that breaks off', 'xml', text => text.slice(0, text.indexOf('</Stmt>'))],
    [
      'with entities of its own',
      'xml',
      text => text.replace('<Document', '<!DOCTYPE d [<!ENTITY a "b">]><Document'),
    ],
    ['without a closing balance', 'balance_missing', text => text.replace(balance('CLBD', '1069.50'), '')],
    ['whose batch does not make up its entry', 'batch_sum', text => text.replace('>300.25<', '>300.26<')],
    ['that has lost an entry', 'closing', text => text.replace(/<Ntry><Amt Ccy="CNY">30<.*?<\/Ntry>/s, '')],
    ['in euros', 'currency', text => text.replace('CNY">30<', 'EUR">30<')],
    ['with a part of a fen', 'amount', text => text.replace('>30<', '>30.00001<')],
    ['with a negative amount', 'amount', text => text.replace('>30<', '>-30<')],
    [
      'without a direction',
      'direction',
      text => text.replace('>30</Amt><CdtDbtInd>DBIT<', '>30</Amt><CdtDbtInd>X<'),
    ],
    [
      'turned round',
      'closing',
      text => text.replace('>30</Amt><CdtDbtInd>DBIT<', '>30</Amt><CdtDbtInd>CRDT<'),
    ],
    ['of no statement at all', 'cut_short', text => text.replace(/<Stmt>.*<\/Stmt>/s, '')],
  ]
  test.each(refusals)('%s is refused by the rule %s', async (_, rule, change) => {
    expect(change(STATEMENT)).not.toBe(STATEMENT)
    expect(await ruleOf(readCamt053, change(STATEMENT))).toBe(rule)
  })
})
