import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { formatRate } from '@haowu/shared/money.ts'
import { PLAN_KINDS, PRICE_MODELS } from '@haowu/shared/plan-states.ts'
import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { formRates, type PlanForm, toPlan } from '#features/commission/plan-form.ts'
import { AudienceFields, ReachFields } from '#features/commission/plan-reach-fields.tsx'
import { PlanSentence } from '#features/commission/plan-sentence.tsx'
import { LimitFields, SupplyFields } from '#features/commission/price-fields.tsx'
import { RateFields, ServiceField } from '#features/commission/rate-fields.tsx'
import { SuggestedRate } from '#features/commission/suggested-rate.tsx'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'
import './plan-fields.css'

export type Limits = Outputs['plans']['limits']

const FIRST = {
  ratePercent: 10,
  servicePercent: 0,
  supplyPercent: 80,
  kind: 'open',
  priceModel: 'commission',
  categoryCode: '',
} as const

export function CreatePlanDialog({ limits, onClose }: { limits: Limits; onClose: () => void }) {
  const { t } = useTranslation('commissions')
  const [form] = Form.useForm<PlanForm>()
  const values: Partial<PlanForm> = Form.useWatch([], form) ?? FIRST
  const rates = formRates({ ...FIRST, ...values })
  const create = useMutation(
    api.plans.create.mutationOptions({
      onSuccess: async ({ startsLater }) => {
        showToast(t(startsLater ? 'createdLater' : 'created'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.plans.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('create')} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={FIRST}
        onFinish={plan => create.mutate(toPlan(plan))}
      >
        <PlanFields limits={limits} />
        <PlanSentence rates={rates} fees={limits} />
        <MutationError error={create.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {rates.supplyRateBps === null
              ? t('createPlan', { rate: formatRate(rates.rateBps) })
              : t('createSupply', { rate: formatRate(rates.supplyRateBps) })}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function PlanFields({ limits }: { limits: Limits }) {
  const { t } = useTranslation('commissions')
  const form = Form.useFormInstance<PlanForm>()
  const kind = Form.useWatch('kind', form) ?? FIRST.kind
  const priceModel = Form.useWatch('priceModel', form) ?? FIRST.priceModel
  const category = CATEGORY_CODES.find(code => code === Form.useWatch('categoryCode', form))
  const bounds = { min: limits.bounds[kind].minBps / 100, max: limits.bounds[kind].maxBps / 100 }
  const serviceMax = limits.bounds.service.maxBps / 100
  return (
    <>
      <Form.Item
        name="name"
        label={t('name')}
        rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
      >
        <Input placeholder={t('namePlaceholder')} maxLength={60} />
      </Form.Item>
      {(['kind', 'priceModel'] as const).map(name => (
        <Form.Item key={name} name={name} hidden>
          <Input />
        </Form.Item>
      ))}
      <div className="stack-tight dialog-note">
        <Choice
          label={t('kindLabel')}
          value={kind}
          options={PLAN_KINDS.toReversed().map(value => ({ value, label: t(`kind.${value}`) }))}
          onChange={value => form.setFieldValue('kind', value)}
        />
        <span className="small secondary">{t(`kindNote.${kind}`, { ...bounds })}</span>
      </div>
      <AudienceFields kind={kind} />
      <ReachFields />
      <div className="stack-tight dialog-note">
        <Choice
          label={t('priceModel')}
          value={priceModel}
          options={PRICE_MODELS.map(value => ({ value, label: t(`model.${value}`) }))}
          onChange={value => form.setFieldValue('priceModel', value)}
        />
        <span className="small secondary">{t(`modelNote.${priceModel}`)}</span>
      </div>
      {category && priceModel === 'commission' ? (
        <SuggestedRate
          categoryCode={category}
          onTake={percent => form.setFieldValue('ratePercent', percent)}
        />
      ) : null}
      {priceModel === 'commission' ? <RateFields {...bounds} /> : <SupplyFields limits={limits} />}
      <ServiceField max={serviceMax} />
      <LimitFields />
    </>
  )
}
