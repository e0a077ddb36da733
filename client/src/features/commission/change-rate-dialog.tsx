import type { CategoryCode } from '@haowu/shared/catalog.ts'
import { formatRate } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Limits } from '#features/commission/create-plan-dialog.tsx'
import { PlanSentence } from '#features/commission/plan-sentence.tsx'
import type { Plan } from '#features/commission/plans-page.tsx'
import { RateFields, ServiceField } from '#features/commission/rate-fields.tsx'
import { formRates, type PlanForm } from '#features/commission/plan-form.ts'
import type { PlanRates } from '#features/commission/plan-shares.ts'
import { SupplyFields } from '#features/commission/price-fields.tsx'
import { SuggestedRate } from '#features/commission/suggested-rate.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

/** Says before saving when the new rate will count: a raise now, a cut from tomorrow. */
export function ChangeRateDialog({
  plan,
  limits,
  onClose,
}: {
  plan: Plan
  limits: Limits
  onClose: () => void
}) {
  const { t } = useTranslation('commissions')
  const [form] = Form.useForm<PlanForm>()
  const values: PlanForm | undefined = Form.useWatch([], form)
  const { priceModel, categoryCode } = plan
  const current = currentRates(plan)
  const { supplyRateBps } = current
  const next = values ? formRates({ ...values, priceModel }) : current
  const change = useMutation(
    api.plans.changeRate.mutationOptions({
      onSuccess: async () => {
        showToast(t('rateChanged'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.plans.pathKey() })
      },
    }),
  )
  const bounds = limits.bounds[plan.kind]
  const note = plan.rateBps === null ? 'startNote' : whenNote(current, next)
  return (
    <Dialog title={t('changeTitle', { name: plan.name })} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          ratePercent: current.rateBps / 100,
          servicePercent: current.serviceRateBps / 100,
          supplyPercent: supplyRateBps === null ? null : supplyRateBps / 100,
          markupPercent: plan.markupBps === null ? null : plan.markupBps / 100,
        }}
        onFinish={() => change.mutate({ planId: plan.planId, ...next })}
      >
        {priceModel === 'commission' && categoryCode ? (
          <SuggestedRate
            categoryCode={categoryCode as CategoryCode}
            onTake={percent => form.setFieldValue('ratePercent', percent)}
          />
        ) : null}
        {priceModel === 'commission' ? (
          <RateFields min={bounds.minBps / 100} max={bounds.maxBps / 100} />
        ) : (
          <SupplyFields limits={limits} fixedMarkup />
        )}
        <ServiceField max={limits.bounds.service.maxBps / 100} />
        <PlanSentence rates={next} fees={limits} />
        <div aria-live="polite" className="dialog-note">
          <Notice tone={note === 'cutNote' ? 'warning' : 'info'}>{t(note)}</Notice>
        </div>
        <MutationError error={change.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={change.isPending}>
            {t('saveRate', { rate: formatRate(next.supplyRateBps ?? next.rateBps) })}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** What counts now; of a plan that has not begun, what it will begin with. */
function currentRates(plan: Plan): PlanRates {
  const { rateBps, nextRateBps, serviceRateBps, nextServiceRateBps, supplyRateBps, nextSupplyRateBps } = plan
  return {
    rateBps: rateBps ?? nextRateBps ?? 0,
    serviceRateBps: serviceRateBps ?? nextServiceRateBps ?? 0,
    supplyRateBps: rateBps === null ? nextSupplyRateBps : supplyRateBps,
  }
}

/** Whoever would get less is told a day ahead. Under a supply price the margin pays the service fee, whichever way it moves. */
function whenNote(current: PlanRates, next: PlanRates): 'sameNote' | 'cutNote' | 'raiseNote' {
  const service = next.serviceRateBps - current.serviceRateBps
  const supply = (next.supplyRateBps ?? 0) - (current.supplyRateBps ?? 0)
  if (next.rateBps < current.rateBps || service < 0 || supply > 0) return 'cutNote'
  if (service > 0 && next.supplyRateBps !== null) return 'cutNote'
  return next.rateBps === current.rateBps && service === 0 && supply === 0 ? 'sameNote' : 'raiseNote'
}
