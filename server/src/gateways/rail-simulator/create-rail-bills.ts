import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { RailBillKind, RailBills } from '../rail-bills.ts'
import type { TradeBill } from './bill-columns.ts'
import { plantInBill, plantInTrades, type RailBillFault } from './plant-bill-fault.ts'
import { readOpening, readTrades } from './read-trades.ts'
import { writeAlipayAccount, writeAlipayTrade } from './write-alipay-bill.ts'
import { writeFundBill } from './write-fund-bill.ts'
import { writeTradeBill } from './write-trade-bill.ts'

/** Our numbers at the simulated rail: what buyers pay, and deposits, which are kept apart. */
export const SALES_MERCHANT = '1900008801'
export const DEPOSIT_MERCHANT = '1900008802'
/** Under which Alipay would know us. */
export const ALIPAY_SELLER = '2088600012340156'

const READY_AT_HOUR = 10
/** More than any contract with a channel says. */
const TOO_MUCH_BPS = 600n
const LINK_SECONDS = 30

export interface RailBillSettings {
  db: Db
  secret: Buffer
  /** What the rail keeps of each payment. */
  feeBps?: bigint
  /** Written into each bill, for whoever wants to see it found. */
  fault?: RailBillFault | undefined
  /** In whose form; Alipay's tells the same trades of a seller. */
  as?: 'wechat' | 'alipay' | undefined
  /** WeChat Pay hands out all trades, the payments, or the refunds; its sandbox writes them with habits of its own. */
  type?: TradeBill | undefined
  asSandbox?: boolean | undefined
}

interface Wanted {
  merchantNo: string
  kind: RailBillKind
  day: string
}

/** The bills of the simulated rail: what it says of us follows from what went over it. */
export function createRailBills(settings: RailBillSettings): RailBills {
  const { db, secret, feeBps = 0n, fault, as } = settings
  const made = { ...settings, feeBps: fault === 'overcharged' ? TOO_MUCH_BPS : feeBps }
  const sign = (text: string) => createHmac('sha256', secret).update(`bill:${text}`).digest('base64url')
  return {
    async askBill(wanted) {
      if (![SALES_MERCHANT, DEPOSIT_MERCHANT].includes(wanted.merchantNo)) return { outcome: 'none' }
      const { isReady, now } = await readReadiness(db, wanted.day)
      if (!isReady) return { outcome: 'not_ready' }
      const bytes = await write(db, wanted, made)
      if (!bytes) return { outcome: 'none' }
      const text = Buffer.from(JSON.stringify({ ...wanted, until: now + LINK_SECONDS * 1_000 })).toString(
        'base64url',
      )
      return {
        outcome: 'ready',
        link: `${text}.${sign(text)}`,
        sha1: createHash('sha1').update(bytes).digest('hex'),
      }
    },
    async downloadBill(link) {
      const [text = '', given = ''] = link.split('.')
      const own = Buffer.from(sign(text))
      if (own.length !== given.length || !timingSafeEqual(own, Buffer.from(given))) return null
      const asked = JSON.parse(Buffer.from(text, 'base64url').toString()) as Wanted & { until: number }
      const { now } = await readReadiness(db, asked.day)
      const bytes = now > asked.until ? null : await write(db, asked, made)
      return (
        bytes && {
          fileName: `${asked.merchantNo}-${asked.kind}-${asked.day}.${as === 'alipay' ? 'zip' : 'csv'}`,
          bytes,
        }
      )
    },
  }
}

async function readReadiness(db: Db, day: string): Promise<{ isReady: boolean; now: number }> {
  const { rows } = await sql<{ isReady: boolean; now: Date }>`
    SELECT app_now() AS now,
      app_now() >= ((${day}::date + 1) + make_interval(hours => ${READY_AT_HOUR}::int)) AT TIME ZONE 'Asia/Shanghai' AS is_ready
  `.execute(db)
  return { isReady: rows[0]?.isReady === true, now: rows[0]?.now.getTime() ?? 0 }
}

/** Null for a day without a movement. */
async function write(
  db: Db,
  { merchantNo, kind, day }: Wanted,
  { feeBps, fault, as, type = 'ALL', asSandbox = false }: RailBillSettings & { feeBps: bigint },
): Promise<Buffer | null> {
  const of = { day, ofDeposits: merchantNo === DEPOSIT_MERCHANT }
  const strange =
    fault === 'other_merchant' ? await readTrades(db, { ...of, ofDeposits: !of.ofDeposits }) : []
  const trades = [...plantInTrades(await readTrades(db, of), fault), ...strange.slice(0, 1)]
  if (as === 'alipay') {
    const settings = { sellerNo: ALIPAY_SELLER, day, feeBps }
    return kind === 'trade' ? writeAlipayTrade(trades, settings) : writeAlipayAccount(trades, settings)
  }
  if (kind === 'trade') {
    if (trades.length === 0) return null
    return plantInBill(writeTradeBill(trades, { merchantNo, feeBps, type, asSandbox }), fault)
  }
  const openingFen = await readOpening(db, of)
  if (trades.length === 0 && openingFen <= 0n) return null
  return plantInBill(writeFundBill(trades, { day, openingFen }), fault)
}
