import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { FILE_CHARGE_FEN, readFiledBatches } from './read-filed-batches.ts'
import { bankNoOf } from './bank-no.ts'
import { type BankMovement, type BankStatement, dayBefore, shortDay } from './bank-statement.ts'

export interface BankHabits {
  /** What the payment channel keeps of the payments it settles. */
  channelFeeBps: bigint
  /** Whether payouts of a day are booked one by one, or as one with a charge beside it. */
  payoutsAs: 'single' | 'batch'
  /** The charge for each payout of a batch. */
  chargeFen: bigint
}

export const USUAL_HABITS: BankHabits = { channelFeeBps: 0n, payoutsAs: 'single', chargeFen: 0n }

const BPS = 10_000n
const CHANNEL = '财付通支付科技有限公司'
const ZONE = 'Asia/Shanghai'
/** What backs promises lies on an account of its own: neither its payments nor what is given back are in the books of the other. */
const DEPOSIT_PAYMENTS = 'D%'
const DEPOSIT_EXITS = 'X%'

/** What went over the rail on one day. */
interface RailDay {
  day: string
  paidFen: bigint
  refundedFen: bigint
  sentFen: bigint
  sentCount: bigint
}

/**
 * The books of the bank for one day, out of what really went over the rail: in the morning the channel hands over what was paid the
 * day before, less refunds and its fee, as one amount; during the day payouts leave. What stood there before is the sum of all days.
 */
export async function readBankStatement(
  db: Db,
  account: { accountNo: string; holder: string },
  { day, habits, ofDeposits = false }: { day: string; habits: BankHabits; ofDeposits?: boolean },
): Promise<BankStatement> {
  const days = await readRailDays(db, { until: day, ofDeposits })
  const yesterday = dayBefore(day)
  let openingFen = 0n
  for (const each of days) {
    if (each.day < yesterday) openingFen += settledOf(each, habits)
    if (each.day < day) openingFen -= sentOf(each, habits)
  }
  const settled = days.find(each => each.day === yesterday)
  const movements = [
    ...(settled ? settlementOf(settled, { day, habits }) : []),
    ...bookPayouts(await readPayouts(db, { day, ofDeposits }), { day, habits }),
    ...(ofDeposits ? [] : await readFiledBatches(db, day)),
  ]
  return { ...account, day, sequence: dayOfYear(day), openingFen, movements }
}

async function readRailDays(
  db: Db,
  { until, ofDeposits }: { until: string; ofDeposits: boolean },
): Promise<RailDay[]> {
  const { rows } = await sql<RailDay>`
    SELECT day::text AS day, sum(paid)::int8 AS paid_fen, sum(refunded)::int8 AS refunded_fen,
      sum(sent)::int8 AS sent_fen, sum(sent_count)::int8 AS sent_count
    FROM (
      SELECT (pays_at AT TIME ZONE ${ZONE})::date AS day, amount_fen AS paid, 0 AS refunded, 0 AS sent, 0 AS sent_count
      FROM rail_simulator.payment WHERE pays_at <= app_now() AND (out_trade_no LIKE ${DEPOSIT_PAYMENTS}) = ${ofDeposits}
      UNION ALL
      SELECT (ends_at AT TIME ZONE ${ZONE})::date, 0, amount_fen, 0, 0
      FROM rail_simulator.refund WHERE ends_as = 'SUCCESS' AND ends_at <= app_now() AND (out_trade_no LIKE ${DEPOSIT_PAYMENTS}) = ${ofDeposits}
      UNION ALL
      SELECT (ends_at AT TIME ZONE ${ZONE})::date, 0, 0,
        amount_fen + CASE WHEN batch_no IS NULL THEN 0 ELSE ${FILE_CHARGE_FEN}::int8 END, CASE WHEN batch_no IS NULL THEN 1 ELSE 0 END
      FROM rail_simulator.transfer
      WHERE ends_as = 'SUCCESS' AND ends_at <= app_now() AND (out_transfer_no LIKE ${DEPOSIT_EXITS}) = ${ofDeposits}
    ) AS moved
    WHERE day <= ${until}::date
    GROUP BY day ORDER BY day`.execute(db)
  return rows
}

function settledOf({ paidFen, refundedFen }: RailDay, { channelFeeBps }: BankHabits): bigint {
  return paidFen - (paidFen * channelFeeBps) / BPS - refundedFen
}

function sentOf({ sentFen, sentCount }: RailDay, { payoutsAs, chargeFen }: BankHabits): bigint {
  return sentFen + (payoutsAs === 'batch' ? sentCount * chargeFen : 0n)
}

interface OnDay {
  day: string
  habits: BankHabits
}

function settlementOf(settled: RailDay, { day, habits }: OnDay): BankMovement[] {
  const amountFen = settledOf(settled, habits)
  if (amountFen === 0n) return []
  const batchNo = `SB${shortDay(settled.day)}`
  return [
    {
      amountFen,
      at: new Date(`${day}T09:00:00+08:00`),
      bankNo: bankNoOf(batchNo),
      ownNo: null,
      batchNo,
      counterparty: CHANNEL,
      summary: '商户结算款',
      kind: 'settlement',
    },
  ]
}

interface SentPayout {
  outTransferNo: string
  amountFen: bigint
  endsAt: Date
}

async function readPayouts(
  db: Db,
  { day, ofDeposits }: { day: string; ofDeposits: boolean },
): Promise<SentPayout[]> {
  return db
    .selectFrom('railSimulator.transfer')
    .select(['outTransferNo', 'amountFen', 'endsAt'])
    .where('endsAs', '=', 'SUCCESS')
    .where('batchNo', 'is', null)
    .where('outTransferNo', ofDeposits ? 'like' : 'not like', DEPOSIT_EXITS)
    .where('endsAt', '<=', sql<Date>`app_now()`)
    .where(sql<string>`(ends_at AT TIME ZONE ${ZONE})::date`, '=', day)
    .orderBy('endsAt')
    .orderBy('outTransferNo')
    .execute()
}

function bookPayouts(payouts: SentPayout[], { day, habits }: OnDay): BankMovement[] {
  const singles = payouts.map(({ outTransferNo, amountFen, endsAt }): BankMovement => {
    const own = { ownNo: outTransferNo, amountFen: -amountFen, counterparty: '收款人' }
    return {
      ...own,
      at: endsAt,
      bankNo: bankNoOf(outTransferNo),
      batchNo: null,
      summary: '代付提现',
      kind: 'payout',
    }
  })
  const last = singles.at(-1)
  if (habits.payoutsAs === 'single' || !last) return singles
  const batchNo = `PB${shortDay(day)}`
  const parts = singles.map(({ ownNo, amountFen, counterparty }) => ({
    ownNo: ownNo ?? '',
    amountFen,
    counterparty,
  }))
  const booked = { at: last.at, ownNo: null, batchNo } as const
  const batch: BankMovement = {
    ...booked,
    amountFen: parts.reduce((sum, { amountFen }) => sum + amountFen, 0n),
    bankNo: bankNoOf(batchNo),
    counterparty: '批量代付',
    summary: `代付提现${parts.length}笔`,
    kind: 'payout',
    parts,
  }
  const charge: BankMovement = {
    ...booked,
    amountFen: -habits.chargeFen * BigInt(parts.length),
    bankNo: bankNoOf(`${batchNo}:charge`),
    counterparty: '',
    summary: '代付手续费',
    kind: 'fee',
  }
  return habits.chargeFen > 0n ? [batch, charge] : [batch]
}

function dayOfYear(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(`${day.slice(0, 4)}-01-01`)) / (24 * 60 * 60 * 1000)) + 1
}
