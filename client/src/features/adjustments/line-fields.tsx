import { ADJUSTMENT_PAIRS, isPartyPair } from '@haowu/shared/adjustments.ts'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LineValues } from '#features/adjustments/adjustment-dialog.tsx'
import { PartyPicker } from '#features/finance/party-picker.tsx'
import { Button } from '#ui/button.tsx'
import { parseYuan } from '#ui/parse-yuan.ts'
import './adjustments.css'

const MOST_LINES = 20

/** Each line: one of the pairs of accounts that may be moved by hand, whose, and how much. Accounts are never typed. */
export function LineFields() {
  const { t } = useTranslation('adjustment')
  return (
    <Form.List name="lines">
      {(fields, { add, remove }) => (
        <fieldset className="stack adjustment-lines">
          <legend>{t('form.lines')}</legend>
          {fields.map(field => (
            <Line
              key={field.key}
              at={field.name}
              onRemove={fields.length > 1 ? () => remove(field.name) : null}
            />
          ))}
          {fields.length < MOST_LINES ? (
            <div>
              <Button size="small" icon="plus" onClick={() => add({})}>
                {t('form.addLine')}
              </Button>
            </div>
          ) : null}
        </fieldset>
      )}
    </Form.List>
  )
}

function Line({ at, onRemove }: { at: number; onRemove: (() => void) | null }) {
  const { t } = useTranslation('adjustment')
  const line: LineValues | undefined = Form.useWatch(['lines', at])
  const hasParty = line?.pair !== undefined && isPartyPair(line.pair)
  return (
    <div className="adjustment-line">
      <Form.Item
        name={[at, 'pair']}
        label={t('form.pair')}
        rules={[{ required: true, message: t('form.choosePair') }]}
      >
        <Select
          aria-label={t('form.pair')}
          showSearch={{ optionFilterProp: 'label' }}
          options={ADJUSTMENT_PAIRS.map(value => ({ value, label: t(`pair.${value}`) }))}
        />
      </Form.Item>
      {hasParty ? (
        <Form.Item
          name={[at, 'partyId']}
          label={t('form.party')}
          rules={[{ required: true, message: t('form.chooseParty') }]}
        >
          <PartyPicker label={t('form.party')} />
        </Form.Item>
      ) : null}
      <Amount at={at} />
      {onRemove ? (
        <Button size="small" icon="trash" aria-label={t('form.removeLine')} onClick={onRemove} />
      ) : null}
    </div>
  )
}

function Amount({ at }: { at: number }) {
  const { t } = useTranslation(['adjustment', 'common'])
  const check = async (_rule: unknown, typed: string | undefined) => {
    const fen = parseYuan(typed ?? '')
    if (fen === undefined || fen === '0') throw new Error(t('common:notAmount'))
  }
  return (
    <Form.Item
      name={[at, 'amount']}
      label={t('form.amount')}
      rules={[{ validator: check }]}
      validateTrigger="onBlur"
    >
      <Input aria-label={t('form.amount')} prefix="¥" inputMode="decimal" autoComplete="off" />
    </Form.Item>
  )
}
