import { DECIDABLE_FAULTS } from '@haowu/shared/orders.ts'
import { useMutation } from '@tanstack/react-query'
import { Checkbox, Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { api } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import type { AfterSale } from '#features/after-sales/after-sale-view.tsx'
import { Button } from '#ui/button.tsx'
import { MoneyInput } from '#ui/money-input.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

type Fault = (typeof DECIDABLE_FAULTS)[number]
type Values = { pays: 'yes' | 'no'; amount: string; sendsBack: boolean; fault: Fault; words: string }

const proposed = z.object({
  amountFen: z.string().nullable(),
  sendsBack: z.boolean(),
  fault: z.enum(DECIDABLE_FAULTS),
  words: z.string(),
})

/** Who gets what and whose mistake it was. A ruling that waits for a second person stands in the form, to be agreed with or changed. */
export function RulePanel({ found }: { found: AfterSale }) {
  const { t } = useTranslation('after-sale')
  const [form] = Form.useForm<Values>()
  const pays = Form.useWatch('pays', form) ?? 'yes'
  const waiting = proposed.safeParse(found.ruling).data
  const leftFen = BigInt(found.paidFen) - BigInt(found.refundedFen)
  const rule = useMutation(
    api.afterSales.rule.mutationOptions({
      onSuccess: async ({ waits }) => {
        showToast(t(waits ? 'rulingWaits' : 'ruled'))
        await askAfterSalesAgain()
      },
    }),
  )
  const submit = ({ amount, sendsBack, fault, words }: Values) => {
    const amountFen = pays === 'yes' ? (parseYuan(amount) ?? '0') : null
    rule.mutate({ afterSaleId: found.id, amountFen, sendsBack: pays === 'yes' && sendsBack, fault, words })
  }
  return (
    <section className="panel stack" aria-labelledby="rule">
      <h2 id="rule">{t('ruleTitle')}</h2>
      {waiting ? (
        <Notice tone="info" title={t('secondNeeded')}>
          {t('secondNeededNote')}
        </Notice>
      ) : null}
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          pays: waiting?.amountFen === null ? 'no' : 'yes',
          amount: yuanInput(waiting?.amountFen ?? found.askedFen),
          sendsBack: waiting?.sendsBack ?? false,
          fault: waiting?.fault ?? found.fault,
          words: waiting?.words ?? '',
        }}
        onFinish={submit}
      >
        <Form.Item name="pays" label={t('forWhom')}>
          <Radio.Group
            options={[
              { value: 'yes', label: t('forBuyer') },
              { value: 'no', label: t('forSupplier') },
            ]}
          />
        </Form.Item>
        {pays === 'yes' ? (
          <>
            <MoneyInput name="amount" label={t('ruleAmount')} maxFen={leftFen} />
            {found.returnTrackingNo ? null : (
              <Form.Item name="sendsBack" valuePropName="checked">
                <Checkbox>{t('sendsBack')}</Checkbox>
              </Form.Item>
            )}
            <Form.Item name="fault" label={t('faultLabel')} extra={t('faultNote')}>
              <Radio.Group options={DECIDABLE_FAULTS.map(value => ({ value, label: t(`fault.${value}`) }))} />
            </Form.Item>
          </>
        ) : null}
        <Form.Item
          name="words"
          label={t('ruleReason')}
          rules={[{ required: true, whitespace: true, message: t('wordsNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={2_000} />
        </Form.Item>
        <MutationError error={rule.error} />
        <Button type="submit" kind="primary" busy={rule.isPending}>
          {t('rule')}
        </Button>
      </Form>
    </section>
  )
}
