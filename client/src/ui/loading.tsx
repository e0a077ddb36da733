import { useTranslation } from 'react-i18next'

const WIDTHS = ['72%', '94%', '58%', '86%', '66%', '90%']

/** Grey lines of the height of what will come; CSS keeps them hidden for the first 150 ms. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation('common')
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton-line" style={{ width: WIDTHS[line % WIDTHS.length] }} />
      ))}
    </div>
  )
}
