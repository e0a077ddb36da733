import { useMutation } from '@tanstack/react-query'
import { Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askAfterSalesAgain } from '#features/after-sales/ask-after-sales-again.ts'
import type { AfterSale } from '#features/after-sales/after-sale-view.tsx'
import { Button } from '#ui/button.tsx'
import { MoneyInput } from '#ui/money-input.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

const ANSWERS = ['agree', 'offer', 'refuse'] as const
type Values = { answer: (typeof ANSWERS)[number]; amount?: string; words?: string }

/** Agree, offer less, or refuse; each says what follows from it before it is sent. */
export function AnswerPanel({ found }: { found: Pick<AfterSale, 'id' | 'kind' | 'askedFen'> }) {
  const { t } = useTranslation('after-sale')
  const [form] = Form.useForm<Values>()
  const answer = Form.useWatch('answer', form) ?? 'agree'
  const send = useMutation(
    api.afterSales.answer.mutationOptions({
      onSuccess: async () => {
        showToast(t('answered'))
        await askAfterSalesAgain()
      },
    }),
  )
  const submit = ({ amount, words = '' }: Values) => {
    const afterSaleId = found.id
    if (answer === 'agree') send.mutate({ afterSaleId, answer })
    else if (answer === 'refuse') send.mutate({ afterSaleId, answer, words })
    else send.mutate({ afterSaleId, answer, words, amountFen: parseYuan(amount ?? '') ?? '0' })
  }
  return (
    <section className="panel stack" aria-labelledby="answer">
      <h2 id="answer">{t('yourAnswer')}</h2>
      <Form form={form} layout="vertical" initialValues={{ answer: 'agree' }} onFinish={submit}>
        <Form.Item name="answer" extra={t(`follows.${answer === 'agree' ? found.kind : answer}`)}>
          <Radio.Group
            aria-labelledby="answer"
            options={ANSWERS.map(value => ({ value, label: t(`answer.${value}`) }))}
          />
        </Form.Item>
        {answer === 'offer' ? (
          <MoneyInput name="amount" label={t('offerAmount')} maxFen={BigInt(found.askedFen) - 1n} />
        ) : null}
        {answer === 'agree' ? null : (
          <Form.Item
            name="words"
            label={t('words')}
            rules={[{ required: true, whitespace: true, message: t('wordsNeeded') }]}
          >
            <Input.TextArea rows={3} maxLength={2_000} />
          </Form.Item>
        )}
        <MutationError error={send.error} />
        <Button type="submit" kind="primary" busy={send.isPending}>
          {t('sendAnswer')}
        </Button>
      </Form>
    </section>
  )
}
