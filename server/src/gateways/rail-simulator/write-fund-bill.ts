import { createHash } from 'node:crypto'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import type { RailTrade } from './read-trades.ts'
import { chinaTime, ticked } from './write-trade-bill.ts'

const HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

interface Movement {
  at: Date
  amountFen: bigint
  no: string
  ownNo: string
  name: string
  type: string
}

/** The movements of an account on a day: what stood there goes to the bank in the morning, then each payment and each refund. */
export function writeFundBill(
  trades: RailTrade[],
  { day, openingFen }: { day: string; openingFen: bigint },
): Buffer {
  const movements = [...handedOver({ day, openingFen }), ...trades.map(movementOf)]
  let balance = openingFen
  const rows = movements.map(({ at, amountFen, no, ownNo, name, type }) => {
    balance += amountFen
    return [
      chinaTime(at),
      no,
      createHash('sha256').update(`${no}:${amountFen}`).digest().readBigUInt64BE().toString(),
      name,
      type,
      amountFen < 0n ? '支出' : '收入',
      writeYuan(amountFen < 0n ? -amountFen : amountFen),
      writeYuan(balance),
      'system',
      '',
      ownNo,
    ]
  })
  const side = (isIn: boolean) => movements.filter(({ amountFen }) => amountFen > 0n === isIn)
  const sum = (of: Movement[]) => of.reduce((total, { amountFen }) => total + amountFen, 0n)
  const totals = [
    String(rows.length),
    String(side(true).length),
    writeYuan(sum(side(true))),
    String(side(false).length),
    writeYuan(-sum(side(false))),
  ]
  const lines = [HEADER, ...rows.map(ticked), SUMS, ticked(totals)]
  return Buffer.from(`${lines.join('\n')}\n`)
}

function handedOver({ day, openingFen }: { day: string; openingFen: bigint }): Movement[] {
  if (openingFen === 0n) return []
  const no = `SB${day.replaceAll('-', '').slice(2)}`
  const at = new Date(`${day}T09:00:00+08:00`)
  // A day on which more went back than came in is made up for from the bank.
  const name = openingFen > 0n ? '提现' : '充值'
  return [{ at, amountFen: -openingFen, no, ownNo: no, name, type: name }]
}

function movementOf(trade: RailTrade): Movement {
  const isRefund = trade.kind === 'refund'
  return {
    at: trade.at,
    amountFen: isRefund ? -trade.amountFen : trade.amountFen,
    no: trade.transactionId,
    ownNo: trade.outRefundNo ?? trade.outTradeNo,
    name: isRefund ? '退款' : '交易',
    type: isRefund ? '退款' : '交易',
  }
}
