import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { openRowsOf, useImport } from '#features/imports/use-import.ts'

/** The causes, the most frequent first, each with how many rows it holds back; one press shows just those. */
export function CauseTabs() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const search = useSearch({ from: '/workspace/imports/$importId/rows' })
  const causes = detail.groups.filter(({ severity }) => severity === 'error')
  if ((search.view ?? 'open') !== 'open' || causes.length < 2) return null
  return (
    <nav className="causes" aria-label={t('causes')}>
      <Link
        from="/imports/$importId/rows"
        to="."
        search={{}}
        className="cause"
        aria-current={search.code === undefined ? 'true' : undefined}
      >
        {t('allCauses')}
        <span className="cause-count numeric">{openRowsOf(detail).toLocaleString('en')}</span>
      </Link>
      {causes.map(({ code, column, rows }) => (
        <Link
          key={`${code} ${column}`}
          from="/imports/$importId/rows"
          to="."
          search={{ code, column }}
          className="cause"
          aria-current={search.code === code && search.column === column ? 'true' : undefined}
        >
          {t(`cause.${code}`)}
          {column ? <span className="secondary">{column}</span> : null}
          <span className="cause-count numeric">{rows.toLocaleString('en')}</span>
        </Link>
      ))}
    </nav>
  )
}
