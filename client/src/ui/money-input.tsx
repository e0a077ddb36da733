import { formatYuan } from '@haowu/shared/money.ts'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { parseYuan } from '#ui/parse-yuan.ts'

/** A form item whose value is what was typed; read it with `parseYuan`. Bounds are fen. */
export function MoneyInput({ name, label, minFen = 1n, maxFen, extra }: MoneyInputProps) {
  const { t } = useTranslation('common')
  const check = async (_rule: unknown, typed: string | undefined) => {
    const fen = parseYuan(typed ?? '')
    if (fen === undefined) throw new Error(t('notAmount'))
    if (BigInt(fen) < minFen) throw new Error(t('amountTooSmall', { min: `¥${formatYuan(minFen)}` }))
    if (maxFen !== undefined && BigInt(fen) > maxFen) {
      throw new Error(t('amountTooLarge', { max: `¥${formatYuan(maxFen)}` }))
    }
  }
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      required
      rules={[{ validator: check }]}
      validateTrigger="onBlur"
    >
      <Input prefix="¥" inputMode="decimal" autoComplete="off" />
    </Form.Item>
  )
}

type MoneyInputProps = {
  name: string
  label: string
  minFen?: bigint
  maxFen?: bigint | undefined
  extra?: React.ReactNode
}
