import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { formatRate } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { PlanSentence } from '#features/commission/plan-sentence.tsx'
import { RateFields, type RateForm, toBps } from '#features/commission/rate-fields.tsx'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

export type Limits = Outputs['plans']['limits']
type Kind = 'open' | 'targeted' | 'exclusive'
type PlanForm = RateForm & { name: string; kind: Kind; categoryCode: string; streamerIds?: string[] }

const KINDS = ['open', 'targeted', 'exclusive'] as const
const ALL_ITEMS = ''
const FIRST_PERCENT = { ratePercent: 10, servicePercent: 0 }

export function CreatePlanDialog({ limits, onClose }: { limits: Limits; onClose: () => void }) {
  const { t } = useTranslation(['commissions', 'common'])
  const [form] = Form.useForm<PlanForm>()
  const kind = Form.useWatch('kind', form) ?? 'open'
  const ratePercent = Form.useWatch('ratePercent', form) ?? FIRST_PERCENT.ratePercent
  const servicePercent = Form.useWatch('servicePercent', form) ?? FIRST_PERCENT.servicePercent
  const rates = { rateBps: toBps(ratePercent), serviceRateBps: toBps(servicePercent) }
  const bounds = { min: limits.bounds[kind].minBps / 100, max: limits.bounds[kind].maxBps / 100 }
  const create = useMutation(
    api.plans.create.mutationOptions({
      onSuccess: async () => {
        showToast(t('created'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.plans.pathKey() })
      },
    }),
  )
  const submit = ({ name, categoryCode, streamerIds = [] }: PlanForm) =>
    create.mutate({
      kind,
      name: name.trim(),
      categoryCode: CATEGORY_CODES.find(code => code === categoryCode) ?? null,
      streamerIds: kind === 'open' ? [] : streamerIds,
      ...rates,
    })
  return (
    <Dialog title={t('create')} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...FIRST_PERCENT, kind: 'open', categoryCode: ALL_ITEMS }}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
        >
          <Input placeholder={t('namePlaceholder')} maxLength={60} />
        </Form.Item>
        <Form.Item name="kind" hidden>
          <Input />
        </Form.Item>
        <div className="stack-tight dialog-note">
          <Choice
            label={t('kindLabel')}
            value={kind}
            options={KINDS.map(value => ({ value, label: t(`kind.${value}`) }))}
            onChange={value => form.setFieldValue('kind', value)}
          />
          <span className="small secondary">{t(`kindNote.${kind}`, { ...bounds })}</span>
        </div>
        {kind === 'open' ? null : <StreamersField />}
        <Form.Item name="categoryCode" label={t('scope')}>
          <Select
            options={[
              { value: ALL_ITEMS, label: t('allItems') },
              ...CATEGORY_CODES.map(value => ({ value, label: t(`common:category.${value}`) })),
            ]}
          />
        </Form.Item>
        <RateFields {...bounds} serviceMax={limits.bounds.service.maxBps / 100} />
        <PlanSentence rates={rates} fees={limits} />
        <MutationError error={create.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {t('createPlan', { rate: formatRate(rates.rateBps) })}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function StreamersField() {
  const { t } = useTranslation('commissions')
  const { data, isLoading } = useQuery(api.plans.streamers.queryOptions())
  return (
    <Form.Item
      name="streamerIds"
      label={t('streamers')}
      rules={[{ required: true, message: t('streamersNeeded') }]}
    >
      <Select
        mode="multiple"
        loading={isLoading}
        optionFilterProp="label"
        options={(data ?? []).map(({ partyId, name }) => ({ value: partyId, label: name }))}
      />
    </Form.Item>
  )
}
