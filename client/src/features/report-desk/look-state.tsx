import { useTranslation } from 'react-i18next'
import type { Look } from '#features/report-desk/reinspections-page.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

const LOOKS = {
  picked: ['warning', 'attention'],
  match: ['success', 'live'],
  differs: ['danger', 'refused'],
  impossible: ['neutral', 'off'],
} as const

/** What became of a second look, with how many findings were otherwise. */
export function LookState({ look: { state, outcome, differences } }: { look: Look }) {
  const { t } = useTranslation('report-desk')
  const code = state === 'done' ? (outcome ?? 'match') : state
  const [tone, shape] = LOOKS[code]
  return (
    <StatusTag tone={tone} shape={shape}>
      {code === 'differs' ? t('looks.differsIn', { count: differences.length }) : t(`looks.is.${code}`)}
    </StatusTag>
  )
}
