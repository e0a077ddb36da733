import type { PlanMove } from '@haowu/shared/plan-states.ts'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { useFailureText } from '#ui/failure-text.ts'
import { queryClient } from '#api/query-client.ts'
import type { Plan } from '#features/commission/plans-page.tsx'
import { Button } from '#ui/button.tsx'
import { showToast } from '#ui/toast.ts'

const UNDO = { pause: 'resume', resume: 'pause', end: 'keep', keep: 'end' } as const

/** What may be done with a plan now; each move can be taken back from the toast, an end until it comes. */
export function PlanActions({ plan, onChange }: { plan: Plan; onChange: (plan: Plan) => void }) {
  const { t } = useTranslation('commissions')
  const failureOf = useFailureText()
  const move = useMutation(
    api.plans.move.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.plans.pathKey() }),
      onError: error => showToast(failureOf(error), { tone: 'danger' }),
      onSuccess: ({ resumesAt }, { planId, move: done }) =>
        showToast(t(resumesAt ? 'movedLater' : `moved.${done}`, { name: plan.name }), {
          undo: () => move.mutate({ planId, move: UNDO[done] }),
        }),
    }),
  )
  const press = (step: PlanMove) => (
    <Button size="small" kind="quiet" onClick={() => move.mutate({ planId: plan.planId, move: step })}>
      {t(`move.${step}`)}
    </Button>
  )
  if (plan.state === 'ended') return null
  return (
    <>
      <Button size="small" onClick={() => onChange(plan)}>
        {t('changeRate')}
      </Button>
      {press((plan.state === 'paused' && !plan.resumesAt) || plan.pausesAt ? 'resume' : 'pause')}
      {press(plan.isEnding ? 'keep' : 'end')}
    </>
  )
}
