import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import type { Side } from '#features/custody/loan-kinds.ts'
import './custody.css'

type Counts = Outputs['loans']['counts']
type Step = 'toAnswer' | 'toShip' | 'toReceive' | 'toSendBack' | 'toCheckIn'

/** In the order in which a loan goes; what is one's own turn first. */
const STEPS: Record<Side, Step[]> = {
  supplier: ['toAnswer', 'toShip', 'toCheckIn', 'toReceive', 'toSendBack'],
  streamer: ['toReceive', 'toSendBack', 'toAnswer', 'toShip', 'toCheckIn'],
}

/** How many loans wait for what, at one look. */
export function LoanFigures({ counts, side }: { counts: Counts; side: Side }) {
  const { t } = useTranslation('loan')
  return (
    <dl className="figures">
      {STEPS[side].map(step => (
        <div key={step} className="figure">
          <dt>{t(`figure.${side}.${step}`)}</dt>
          <dd className="numeric">{counts[step]}</dd>
        </div>
      ))}
    </dl>
  )
}
