import { bankMapping } from '@haowu/shared/bank-mapping.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhole, ruleOf } from '@haowu/server/test/parse-statement.ts'
import { BANK_FORMATS, type BankFormat } from '#gateways/bank.ts'
import type { BankMovement, BankStatement } from '#gateways/bank-simulator/bank-statement.ts'
import { writeStatement } from '#gateways/bank-simulator/create-bank-simulator.ts'
import { BANK_FAULTS, plantFault } from '#gateways/bank-simulator/plant-faults.ts'
import { streamBytes } from './byte-stream.ts'
import { proposeBankMapping } from './propose-bank-mapping.ts'
import { readBai2 } from './read-bai2.ts'
import { readBankTable } from './read-bank-table.ts'
import { readCamt053 } from './read-camt053.ts'
import { readMt940 } from './read-mt940.ts'
import type { StatementParser } from './statement-parser.ts'

/** The format's reader; for a table, with the mapping that is proposed for it. */
async function readerOf(format: BankFormat, bytes: Buffer): Promise<StatementParser> {
  switch (format) {
    case 'mt940':
      return readMt940
    case 'camt053':
      return readCamt053
    case 'bai2':
      return readBai2
    case 'csv':
    case 'xlsx': {
      const proposal = await proposeBankMapping(streamBytes(bytes))
      const columns = Object.fromEntries(
        (proposal?.columns ?? []).flatMap(({ field, header }) => (field ? [[field, header]] : [])),
      )
      return readBankTable(bankMapping.parse({ columns, positiveIsOut: proposal?.positiveIsOut }))
    }
  }
}

const words = fc.constantFrom('提现', '结算款', '代付 & 手续', '转账：货款', 'a/b', 'x'.repeat(40))
const fen = fc.bigInt({ min: 1n, max: 999_999_999_99n })
const movement = fc
  .record({
    size: fen,
    isIn: fc.boolean(),
    bankNo: fc.bigInt({ min: 10n ** 15n, max: 10n ** 16n - 1n }),
    summary: words,
    counterparty: words,
    no: fc.integer({ min: 0, max: 9_999_999_999 }),
  })
  .map(
    ({ size, isIn, bankNo, summary, counterparty, no }): BankMovement => ({
      amountFen: isIn ? size : -size,
      at: new Date('2026-11-30T04:05:06Z'),
      bankNo: `${bankNo.toString().slice(0, -1)}7`,
      ownNo: isIn ? null : `T261130${String(no).padStart(10, '0')}`,
      batchNo: isIn ? 'SB261129' : null,
      counterparty,
      summary,
      kind: isIn ? 'settlement' : 'payout',
    }),
  )
const statement = fc
  .record({
    openingFen: fc.bigInt({ min: -10_000_000n, max: 10n ** 12n }),
    movements: fc.array(movement, { minLength: 1, maxLength: 50 }),
  })
  .map(
    (made): BankStatement => ({
      ...made,
      accountNo: '6222000011112222',
      holder: '好物联盟',
      day: '2026-11-30',
      sequence: 334,
    }),
  )

describe.each(BANK_FORMATS)('a statement written as %s', format => {
  test('is read back line by line, to the fen', async () => {
    await fc.assert(
      fc.asyncProperty(statement, async made => {
        const bytes = await writeStatement(made, format)
        const { lines, totals } = await parseWhole(await readerOf(format, bytes), bytes, { size: 777 })
        expect(
          lines.map(line => [line.amountFen, line.channelNo, line.ownNo ?? line.batchNo, line.businessDay]),
        ).toEqual(
          made.movements.map(({ amountFen, bankNo, ownNo, batchNo }) => [
            amountFen,
            bankNo,
            ownNo ?? batchNo,
            '2026-11-30',
          ]),
        )
        const sum = made.movements.reduce((total, { amountFen }) => total + amountFen, 0n)
        expect(totals).toMatchObject({
          openingFen: made.openingFen,
          closingFen: made.openingFen + sum,
          lineCount: lines.length,
        })
      }),
      { numRuns: format === 'xlsx' ? 15 : 40 },
    )
  })

  test('is refused with a wrong total or in another currency; every other fault of the bank agrees with itself', async () => {
    await fc.assert(
      fc.asyncProperty(statement, fc.constantFrom(...BANK_FAULTS), async (made, fault) => {
        const bytes = await writeStatement(plantFault(made, fault), format)
        const rule = await ruleOf(await readerOf(format, bytes), bytes)
        const saysCurrency = format !== 'csv' && format !== 'xlsx'
        const refused = { wrong_total: 'closing', ...(saysCurrency && { foreign: 'currency' }) }
        expect(rule).toBe(refused[fault as 'foreign'] ?? null)
      }),
      { numRuns: format === 'xlsx' ? 15 : 40 },
    )
  })
})
