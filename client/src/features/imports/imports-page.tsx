import { TEMPLATE_CATEGORIES } from '@haowu/shared/imports.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { DropZone } from '#features/imports/drop-zone.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Import = Outputs['imports']['list']['rows'][number]

/** Where a file comes in: drop it, take a template, look at what came in before. */
export function ImportsPage() {
  const { t } = useTranslation('import')
  const query = usePages(api.imports.list.queryKey({}), cursor => server.imports.list.query({ cursor }))
  return (
    <Page title={t('title')} lead={t('lead')}>
      <DropZone />
      <Templates />
      <section className="stack" aria-labelledby="history">
        <h2 id="history">{t('history')}</h2>
        <PagedList
          query={query}
          caption={t('history')}
          columns={useColumns()}
          rowKey={row => row.importId}
          empty={
            <EmptyState icon="upload" title={t('none')}>
              {t('noneBody')}
            </EmptyState>
          }
        />
      </section>
    </Page>
  )
}

function Templates() {
  const { t, i18n } = useTranslation('import')
  return (
    <section className="panel stack" aria-labelledby="templates">
      <div>
        <h2 id="templates">{t('templates')}</h2>
        <p className="secondary">{t('templatesLead')}</p>
      </div>
      <div className="row">
        {TEMPLATE_CATEGORIES.map(category => (
          <a
            key={category}
            className="button"
            href={`/api/imports/template.csv?${new URLSearchParams({ category, lang: i18n.language })}`}
            download
          >
            <Icon name="download" size={18} />
            {t(`template.${category}`)}
          </a>
        ))}
      </div>
    </section>
  )
}

function useColumns(): Column<Import>[] {
  const { t } = useTranslation('import')
  return [
    {
      key: 'file',
      title: t('file'),
      heading: true,
      cell: row => (
        <Link to="/imports/$importId" params={{ importId: row.importId }} className="row-link">
          {row.fileName}
        </Link>
      ),
    },
    { key: 'state', title: t('state'), cell: row => <StateTag of="import" state={row.state} /> },
    { key: 'rows', title: t('rows'), align: 'end', cell: row => row.counts.rows.toLocaleString('en') },
    {
      key: 'result',
      title: t('result'),
      cell: ({ counts }) =>
        counts.rows === 0
          ? '–'
          : t('historyResult', { new: counts.new, changed: counts.changed, errors: counts.errors }),
    },
    { key: 'at', title: t('uploadedAt'), cell: row => <DateText at={row.createdAt} /> },
    {
      key: 'applied',
      title: t('appliedAt'),
      cell: row => (row.appliedAt ? <DateText at={row.appliedAt} /> : '–'),
    },
  ]
}
