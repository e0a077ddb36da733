import { RETURN_OUTCOMES, type ReturnOutcome } from '@haowu/shared/after-sales.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import type { AfterSale } from '#features/after-sales/after-sale-view.tsx'
import { type Found, ReturnedFindings } from '#features/after-sales/returned-findings.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Values = { identity?: string; outcome: ReturnOutcome; words?: string }

/** The parcel arrived; then the piece is held against the report it was sold on, its number read off the piece itself. */
export function ReturnPanel({ found, reported }: ReturnPanelProps) {
  const { t } = useTranslation('after-sale')
  const afterSaleId = found.id
  const [form] = Form.useForm<Values>()
  const outcome = Form.useWatch('outcome', form) ?? 'as_sent'
  const [findings, setFindings] = useState<Found>({})
  const differs = Object.keys(findings).length > 0
  const done = { onSuccess: async () => (showToast(t('saved')), askAfterSalesAgain()) }
  const receive = useMutation(api.afterSales.receive.mutationOptions(done))
  const inspect = useMutation(api.afterSales.inspect.mutationOptions(done))
  if (found.state === 'in_return') {
    return (
      <section className="panel stack" aria-labelledby="receive">
        <h2 id="receive">{t('receiveTitle')}</h2>
        <p>{t('receiveLead')}</p>
        <MutationError error={receive.error} />
        <Button kind="primary" busy={receive.isPending} onClick={() => receive.mutate({ afterSaleId })}>
          {t('receive')}
        </Button>
      </section>
    )
  }
  return (
    <section className="panel stack" aria-labelledby="inspect">
      <h2 id="inspect">{t('inspectTitle')}</h2>
      <p>{t('inspectLead')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ outcome: 'as_sent' }}
        onFinish={({ identity, words = '' }) =>
          inspect.mutate({ afterSaleId, outcome, words, found: findings, identity: identity?.trim() || null })
        }
      >
        {found.hasIdentity ? (
          <Form.Item
            name="identity"
            label={t('identity')}
            extra={t('identityNote')}
            rules={[{ required: true, whitespace: true, message: t('identityNeeded') }]}
          >
            <Input maxLength={64} autoComplete="off" className="mono" />
          </Form.Item>
        ) : null}
        <ReturnedFindings
          fields={reported}
          found={findings}
          onChange={next => {
            setFindings(next)
            // What differs from its report did not come back as it was sent.
            if (Object.keys(next).length > 0 && outcome === 'as_sent')
              form.setFieldValue('outcome', 'damaged')
          }}
        />
        <Form.Item name="outcome" label={t('outcomeLabel')} extra={t(`outcomeFollows.${outcome}`)}>
          <Radio.Group
            options={RETURN_OUTCOMES.map(value => ({
              value,
              label: t(`outcome.${value}`),
              disabled: differs && value === 'as_sent',
            }))}
          />
        </Form.Item>
        {outcome === 'as_sent' ? null : (
          <Form.Item
            name="words"
            label={t('words')}
            rules={[{ required: true, whitespace: true, message: t('wordsNeeded') }]}
          >
            <Input.TextArea rows={3} maxLength={2_000} />
          </Form.Item>
        )}
        <MutationError error={inspect.error} />
        <Button type="submit" kind="primary" busy={inspect.isPending}>
          {t('inspect')}
        </Button>
      </Form>
    </section>
  )
}

type ReturnPanelProps = {
  found: Pick<AfterSale, 'id' | 'state' | 'hasIdentity'>
  reported: Outputs['afterSales']['get']['reported']
}
