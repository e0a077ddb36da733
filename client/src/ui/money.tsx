import { formatYuan } from '@haowu/shared/money.ts'

/** An exact amount: `¥12,345.67`, digits in columns, a minus that lines up. `plus` marks a gain where both signs occur. */
export function Money({ fen, plus = false }: { fen: string | bigint; plus?: boolean }) {
  const amount = BigInt(fen)
  const text = formatYuan(amount < 0n ? -amount : amount)
  return (
    <span className="money">
      {amount < 0n ? '−' : plus && amount > 0n ? '+' : ''}
      <span className="money-sign">¥</span>
      {text}
    </span>
  )
}
