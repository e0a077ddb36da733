import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'

type Row = Pick<
  Outputs['adjustments']['list']['rows'][number],
  'state' | 'approvals' | 'approvalsNeeded' | 'version'
>

/** The state, and while it waits, for how many. */
export function AdjustmentStateTag({ row }: { row: Row }) {
  const { t } = useTranslation('adjustment')
  const left = (row.approvalsNeeded ?? 0) - row.approvals
  return (
    <span className="stack-tight">
      <StateTag of="adjustment" state={row.state} />
      {row.state === 'waiting' ? (
        <span className="small secondary">{t('waitsFor', { count: left })}</span>
      ) : null}
    </span>
  )
}
