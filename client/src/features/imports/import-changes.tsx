import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { priceMove } from '#features/imports/price-move.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Change = Outputs['imports']['changes']['rows'][number]

const SHOWN = 20

/** A sample of what would change; prices that move most come first, because that is where a slip would be. */
export function ImportChanges({ importId }: { importId: string }) {
  const { t } = useTranslation('import')
  const query = useQuery(api.imports.changes.queryOptions({ importId, limit: SHOWN }))
  const columns = useColumns()
  return (
    <section className="stack" aria-labelledby="changes">
      <div>
        <h2 id="changes">{t('changes')}</h2>
        <p className="secondary">{t('changesLead')}</p>
      </div>
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="secondary">{t('noChanges')}</p>
          ) : (
            <DataTable
              caption={t('changes')}
              columns={columns}
              rows={rows}
              rowKey={row => String(row.line)}
            />
          )
        }
      </QueryView>
    </section>
  )
}

function useColumns(): Column<Change>[] {
  const { t } = useTranslation('import')
  return [
    {
      key: 'title',
      title: t('itemTitle'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <span>{row.title}</span>
          <span className="small secondary mono">{row.sku}</span>
        </div>
      ),
    },
    { key: 'line', title: t('line'), align: 'end', cell: row => row.line },
    {
      key: 'action',
      title: t('result'),
      cell: row => (
        <StatusTag
          tone={row.action === 'new' ? 'success' : 'info'}
          shape={row.action === 'new' ? 'live' : 'waiting'}
        >
          {t(`action.${row.action}`)}
        </StatusTag>
      ),
    },
    {
      key: 'before',
      title: t('before'),
      align: 'end',
      cell: row => (row.priceBeforeFen === null ? '–' : <Money fen={row.priceBeforeFen} />),
    },
    { key: 'after', title: t('after'), align: 'end', cell: row => <Money fen={row.priceFen} /> },
    { key: 'change', title: t('change'), align: 'end', cell: row => <Move change={row} /> },
  ]
}

function Move({ change }: { change: Change }) {
  if (change.priceBeforeFen === null || change.priceBeforeFen === change.priceFen) return <>–</>
  const { text, large } = priceMove(change.priceBeforeFen, change.priceFen)
  return large ? (
    <StatusTag tone="warning" shape="attention">
      {text}
    </StatusTag>
  ) : (
    <span className="numeric">{text}</span>
  )
}
