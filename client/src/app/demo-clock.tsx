import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

const STEPS = [1, 3, 7, 15] as const

/** Demo mode only: moves the clock that decides, so that what matures in days can be seen in minutes. */
export function DemoClock() {
  const { t } = useTranslation('finance')
  const clock = useQuery({ ...api.demo.clock.queryOptions(), retry: false })
  const advance = useMutation(
    api.demo.advanceClock.mutationOptions({
      onSuccess: (_clock, { days }) => {
        showToast(t('clock.advanced', { count: days }))
        void queryClient.invalidateQueries()
      },
    }),
  )
  if (!clock.data) return null
  return (
    <section className="panel stack" aria-labelledby="demo-clock">
      <div>
        <h2 id="demo-clock">{t('clock.title')}</h2>
        <p className="secondary">{t('clock.lead')}</p>
      </div>
      <p>
        {t('clock.now')} <DateText at={clock.data.now} />
        {clock.data.shiftDays > 0
          ? ` · ${t('clock.ahead', { count: Math.round(clock.data.shiftDays) })}`
          : null}
      </p>
      <div className="row">
        {STEPS.map(days => (
          <Button
            key={days}
            icon="clock"
            busy={advance.isPending && advance.variables.days === days}
            onClick={() => advance.mutate({ days })}
          >
            {t('clock.advance', { count: days })}
          </Button>
        ))}
      </div>
      <MutationError error={advance.error} />
    </section>
  )
}
