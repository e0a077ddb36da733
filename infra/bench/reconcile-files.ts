import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { DayOfTrade } from './reconcile-books.ts'

export const MERCHANT = '1900008801'
const COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

const yuan = (fen: string) => `to_char(${fen} / 100.0, 'FM999999999990.00')`

/** A channel's bill of trades that tells each posted payment of these numbers, with its sums; answers where it lies. */
export async function writeBill(
  client: pg.Client,
  file: string,
  { from, lines }: DayOfTrade,
): Promise<string> {
  const paid = `FROM ledger.transaction AS posted JOIN payment ON payment.id = posted.ref_id::uuid
    WHERE posted.id BETWEEN ${from} AND ${from + lines - 1}`
  const row = `'\`' || to_char(succeeded_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') || ',\`wx0bench,\`${MERCHANT},\`0,\`,\`'
    || rail_transaction_id || ',\`' || out_trade_no || ',\`o_buyer,\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`' || ${yuan('amount_fen')}
    || ',\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`二手手机,\`,\`0.00000,\`0.6%,\`' || ${yuan('amount_fen')} || ',\`0.00,\`'`
  const sums = `'\`' || count(*) || ',\`' || ${yuan('sum(amount_fen)')} || ',\`0.00,\`0.00,\`0.00000,\`' || ${yuan('sum(amount_fen)')} || ',\`0.00'`
  const copy = client.query(
    copyTo(`COPY (
      SELECT line FROM (
        SELECT 1 AS part, 0 AS n, '${COLUMNS}' AS line UNION ALL SELECT 2, posted.id, ${row} ${paid}
        UNION ALL SELECT 3, 0, '${SUMS}' UNION ALL SELECT 4, 0, ${sums} ${paid}
      ) AS bill ORDER BY part, n
    ) TO STDOUT`),
  )
  await pipeline(copy, createWriteStream(file))
  return file
}

/** Our side as a file: what a service would get that keeps its books elsewhere. */
export async function writeBooks(client: pg.Client, file: string): Promise<string> {
  const copy = client.query(
    copyTo(`COPY (
      SELECT posted.key, posted.kind, amount_fen, out_trade_no, rail_transaction_id, succeeded_at, effective_on, posted.ref_type, posted.ref_id
      FROM ledger.transaction AS posted JOIN payment ON payment.id = posted.ref_id::uuid ORDER BY posted.id
    ) TO STDOUT (FORMAT csv)`),
  )
  await pipeline(copy, createWriteStream(file))
  return file
}

/** The quickest way for the same two files into PostgreSQL: no index, no log, nothing read out of a bill's row. */
export async function createBareCopy(client: pg.Client, { bill, books }: { bill: string; books: string }) {
  await client.query(`
    CREATE UNLOGGED TABLE bare_bill (line text);
    CREATE UNLOGGED TABLE bare_book (key text, kind text, amount_fen bigint, own_no text, channel_no text, booked_at timestamptz,
      day date, ref_type text, ref_id text)`)
  const copy = async (file: string, into: string) => {
    const stream = client.query(copyFrom(`COPY ${into}`))
    await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), stream)
    return stream.rowCount ?? 0
  }
  return {
    async empty() {
      await client.query('TRUNCATE bare_bill, bare_book')
    },
    async run(): Promise<number> {
      const rows = await copy(bill, 'bare_bill FROM STDIN')
      return rows + (await copy(books, 'bare_book FROM STDIN (FORMAT csv)'))
    },
  }
}
