import { useTranslation } from 'react-i18next'
import type { Loan } from '#features/custody/loan-kinds.ts'
import { type Step, Stepper } from '#ui/stepper.tsx'

const WAY = ['requested', 'approved', 'shipped', 'received', 'sent_back', 'returned'] as const
const ENDS: ReadonlySet<Loan['state']> = new Set(['refused', 'cancelled', 'expired', 'lost'])

/** The way of a piece out and home. A loan that ended early has no way to show. */
export function LoanSteps({ loan }: { loan: Pick<Loan, 'state'> }) {
  const { t } = useTranslation(['loan', 'state'])
  if (ENDS.has(loan.state)) return null
  const at = WAY.findIndex(state => state === loan.state)
  const steps = WAY.map(
    (state, index): Step => ({
      key: state,
      title: t(`state:loan.${state}`),
      state: index < at || loan.state === 'returned' ? 'done' : index === at ? 'current' : 'todo',
    }),
  )
  return <Stepper label={t('loan:way')} steps={steps} />
}
