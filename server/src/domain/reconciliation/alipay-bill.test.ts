import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeGb18030 } from '#gateways/encode-gb18030.ts'
import type { RailTrade } from '#gateways/rail-simulator/read-trades.ts'
import { writeAlipayAccount, writeAlipayTrade } from '#gateways/rail-simulator/write-alipay-bill.ts'
import { parseWhole } from '../../../test/parse-statement.ts'
import type { StatementLineDraft } from './statement-parser.ts'
import { StatementRefusal } from './statement-refusal.ts'
import { recogniseStatement } from './statement-formats.ts'
import { unpackStatement } from './unpack-statement.ts'

const DAY = '2026-11-20'
const settings = { sellerNo: '2088600012340156', day: DAY, feeBps: 60n, openingFen: 1_000_000_000_000n }

const trade = fc
  .record({
    isRefund: fc.boolean(),
    amountFen: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    second: fc.integer({ min: 0, max: 86_399 }),
    subject: fc.constantFrom('二手手机', '包 "九新"', 'a,b', '表\t链'),
  })
  .map(
    ({ isRefund, amountFen, second, subject }): RailTrade => ({
      kind: isRefund ? 'refund' : 'payment',
      at: new Date(Date.parse(`${DAY}T00:00:00+08:00`) + second * 1_000),
      outTradeNo: `P${second}`,
      transactionId: `2026112022001400001${second}`,
      subject,
      amountFen,
      outRefundNo: isRefund ? `R${second}` : null,
      refundId: null,
      status: 'SUCCESS',
    }),
  )
const trades = fc.array(trade, { maxLength: 30 })
const signed = ({ kind, amountFen }: RailTrade) => (kind === 'refund' ? -amountFen : amountFen)

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function readArchive(archive: Uint8Array, size = 700) {
  const { head, chunks } = await unpackStatement(cut(archive, size))
  const format = recogniseStatement(head)
  if (!format) throw new Error('no format')
  const lines: StatementLineDraft[] = []
  const reading = format.parser.parse(chunks)
  for (let next = await reading.next(); ; next = await reading.next()) {
    if (next.done) return { format: format.parser.format, lines, totals: next.value }
    lines.push(next.value)
  }
}

/** The detail table of an archive as text, for a test that forges it. */
async function detailOf(archive: Uint8Array): Promise<string> {
  const { chunks } = await unpackStatement(cut(archive, 700))
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk))
  return new TextDecoder('gb18030').decode(Buffer.concat(parts))
}

async function ruleOfText(text: string): Promise<string | null> {
  const bytes = encodeGb18030(text)
  const format = recogniseStatement(bytes)
  if (!format) return 'unknown'
  try {
    await parseWhole(format.parser, bytes)
    return null
  } catch (error) {
    if (error instanceof StatementRefusal) return error.rule
    throw error
  }
}

describe.each([
  ['alipay_trade', writeAlipayTrade],
  ['alipay_account', writeAlipayAccount],
] as const)('%s', (format, write) => {
  test('read back is what was written, in either order of tables and of columns', async () => {
    await fc.assert(
      fc.asyncProperty(trades, fc.boolean(), fc.boolean(), async (list, summaryFirst, turned) => {
        const archive = write(list, { ...settings, summaryFirst, turned })
        const read = await readArchive(archive)
        expect(read.format).toBe(format)
        expect(read.lines.map(({ amountFen, ownNo, kind }) => [amountFen, ownNo, kind])).toEqual(
          list.map(one => [signed(one), one.outRefundNo ?? one.outTradeNo, one.kind]),
        )
        expect(read.totals).toMatchObject({
          lineCount: list.length,
          dayFrom: DAY,
          dayTo: DAY,
          accountNo: settings.sellerNo,
        })
      }),
      { numRuns: 60 },
    )
  })

  test('is refused for any digit of its footers that is another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(trade, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        async (list, at, by) => {
          const text = await detailOf(write(list, settings))
          const places: number[] = []
          for (const { index, 0: footer } of text.matchAll(/合计：\d+笔，[^0-9]*-?\d+\.\d\d元/g))
            for (const [i, char] of [...footer].entries()) if (/\d/.test(char)) places.push(index + i)
          const place = places[at % places.length] ?? 0
          const digit = String((Number(text[place]) + by) % 10)
          const forged = text.slice(0, place) + digit + text.slice(place + 1)
          expect(await ruleOfText(text)).toBeNull()
          expect(['count', 'total']).toContain(await ruleOfText(forged))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('without one of its footers, with a row less, of another day or without a period it is refused', async () => {
    const list: RailTrade[] = [1n, 2n, 3n].map(amountFen => ({
      kind: 'payment',
      at: new Date(`${DAY}T12:00:00+08:00`),
      outTradeNo: 'P1',
      transactionId: '20261120',
      subject: '表',
      amountFen,
      outRefundNo: null,
      refundId: null,
      status: 'SUCCESS',
    }))
    const lines = (await detailOf(write(list, settings))).trimEnd().split('\r\n')
    const without = (found: RegExp) => lines.filter(line => !found.test(line)).join('\r\n')
    expect(await ruleOfText(without(/退款合计|支出合计/))).toBe('totals_missing')
    expect(await ruleOfText(without(/起始日期/))).toBe('period_missing')
    expect(await ruleOfText([...lines.slice(0, 6), ...lines.slice(7)].join('\r\n'))).toMatch(/count|closing/)
    expect(await ruleOfText(lines.join('\r\n').replaceAll(`${DAY} 12`, '2026-11-21 12'))).toBe('day_outside')
    expect(await ruleOfText(lines.join('\r\n').replace('表\t', '表\t,x'))).toBe('columns')
    // Files of old versions lack the `#` before their notes.
    expect(await ruleOfText(lines.map(line => line.replace(/^#(?!-)/, '')).join('\r\n'))).toBeNull()
  })
})

test('what is kept is a fee: written with its minus at a payment, and given back at a refund', async () => {
  const at = new Date(`${DAY}T12:00:00+08:00`)
  const one: RailTrade = {
    kind: 'payment',
    at,
    outTradeNo: 'P1',
    transactionId: '2026',
    subject: '表',
    amountFen: 10_000n,
    outRefundNo: null,
    refundId: null,
    status: 'SUCCESS',
  }
  const { lines } = await readArchive(
    writeAlipayTrade([one, { ...one, kind: 'refund', outRefundNo: 'R1', amountFen: 5_000n }], settings),
  )
  expect(lines.map(({ feeFen }) => feeFen)).toEqual([60n, -30n])
})
