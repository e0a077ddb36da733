import { useTranslation } from 'react-i18next'
import { progressPart } from '#features/imports/progress-part.ts'
import { useImport, workingState } from '#features/imports/use-import.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'

/** What runs, how far it is, how fast, how long it still takes, and that nobody has to watch. */
export function ImportProgress() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const working = workingState(detail)
  const part = progressPart(detail)
  if (!working) return null
  const { progress } = detail
  const label = progress ? t(`phase.${progress.phase}`) : t(`working.${working}`)
  return (
    <section className="panel stack" aria-label={t('progress')}>
      <ProgressBar label={label} part={part} />
      <p className="row secondary numeric">
        {progress && progress.rows > 0 ? <span>{t('progressRows', { count: progress.rows })}</span> : null}
        {progress && progress.perSecond > 0 ? (
          <span>{t('perSecond', { count: progress.perSecond })}</span>
        ) : null}
        {progress?.remainingSeconds ? <Remaining seconds={progress.remainingSeconds} /> : null}
      </p>
      <p>{t('workingNote')}</p>
      {/* Each quarter, so that a reader is told and not flooded. */}
      <p className="visually-hidden" role="status">
        {part === undefined ? label : `${label} ${Math.floor(part * 4) * 25}%`}
      </p>
    </section>
  )
}

function Remaining({ seconds }: { seconds: number }) {
  const { t } = useTranslation('import')
  if (seconds < 60) return <span>{t('remainingSeconds', { count: Math.ceil(seconds) })}</span>
  return <span>{t('remainingMinutes', { count: Math.ceil(seconds / 60) })}</span>
}
