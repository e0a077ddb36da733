import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, DatePicker, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { useDebounced } from '#ui/use-debounced.ts'

/** Which items: all, one category, or those that are named. */
export function ReachFields() {
  const { t } = useTranslation(['commissions', 'common'])
  const [typed, setTyped] = useState('')
  const text = useDebounced(typed, 300)
  const { data, isFetching } = useQuery(api.items.list.queryOptions({ text: text || undefined, limit: 30 }))
  return (
    <>
      <Form.Item name="categoryCode" label={t('scope')}>
        <Select
          options={[
            { value: '', label: t('allItems') },
            ...CATEGORY_CODES.map(value => ({ value, label: t(`common:category.${value}`) })),
          ]}
        />
      </Form.Item>
      <Form.Item name="itemIds" label={t('onlyItems')} extra={t('onlyItemsNote')}>
        <Select
          mode="multiple"
          allowClear
          filterOption={false}
          loading={isFetching}
          maxCount={500}
          onSearch={setTyped}
          placeholder={t('findItem')}
          options={(data?.rows ?? []).map(({ itemId, title }) => ({ value: itemId, label: title }))}
        />
      </Form.Item>
    </>
  )
}

/** Whom the plan names, whether others may ask, and what they must show. */
export function AudienceFields({ kind }: { kind: 'open' | 'targeted' | 'exclusive' }) {
  const { t } = useTranslation('commissions')
  const needsApproval = Form.useWatch('needsApproval')
  const { data, isLoading } = useQuery(api.plans.streamers.queryOptions())
  return (
    <>
      {kind === 'open' ? null : (
        <Form.Item
          name="streamerIds"
          label={t('streamers')}
          dependencies={['needsApproval']}
          rules={needsApproval ? [] : [{ required: true, message: t('streamersNeeded') }]}
        >
          <Select
            mode="multiple"
            loading={isLoading}
            optionFilterProp="label"
            options={(data ?? []).map(({ partyId, name }) => ({ value: partyId, label: name }))}
          />
        </Form.Item>
      )}
      <Form.Item name="needsApproval" valuePropName="checked" extra={t('approvalNote')}>
        <Checkbox>{t('approval')}</Checkbox>
      </Form.Item>
      {kind === 'open' || needsApproval ? <ConditionFields /> : null}
      <Form.Item name="endsOn" label={t('endsOn')} extra={t('endsOnNote')}>
        <DatePicker className="plan-date" />
      </Form.Item>
    </>
  )
}

function ConditionFields() {
  const { t } = useTranslation('commissions')
  return (
    <fieldset className="plan-conditions">
      <legend className="choice-label">{t('conditions')}</legend>
      <Form.Item name="minTier" label={t('minTier')}>
        <Select
          allowClear
          options={['A', 'B', 'C'].map(value => ({ value, label: t('min.tier', { tier: value }) }))}
        />
      </Form.Item>
      <Form.Item name="minOrders" label={t('minOrders')}>
        <InputNumber min={1} max={100_000} precision={0} />
      </Form.Item>
      <Form.Item name="minGmvYuan" label={t('minGmv')}>
        <InputNumber min={1} max={1_000_000_000} precision={0} prefix="¥" />
      </Form.Item>
      <Form.Item name="minPoints" label={t('minScore')}>
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </fieldset>
  )
}
