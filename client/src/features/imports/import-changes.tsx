import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Change } from '#features/imports/import-calls.ts'
import { CHANGE_KINDS } from '#features/imports/import-search.ts'
import { priceMove } from '#features/imports/price-move.ts'
import { useImport } from '#features/imports/use-import.ts'
import { ChangedFacts } from '#features/inventory/changed-facts.tsx'
import type { Column } from '#ui/data-table.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

const SHOWN = 20

/** What would change, old beside new; prices that move most come first, because that is where a slip would be. */
export function ImportChanges() {
  const { t } = useTranslation('import')
  const { importId, counts } = useImport()
  const { kind } = useSearch({ from: '/workspace/imports/$importId/preview' })
  const navigate = useNavigate({ from: '/imports/$importId/preview' })
  const input = { importId, limit: SHOWN, ...(kind && { kind }) }
  const query = usePages(api.imports.changes.queryKey(input), cursor =>
    server.imports.changes.query({ ...input, ...(cursor && { cursor }) }),
  )
  const tabs = CHANGE_KINDS.filter(each => counts[each] > 0)
  return (
    <section className="stack" aria-labelledby="changes">
      <div>
        <h2 id="changes">{t('changes')}</h2>
        <p className="secondary">{t('changesLead')}</p>
      </div>
      {tabs.length > 1 ? (
        <Tabs
          label={t('changes')}
          value={kind ?? 'all'}
          options={[
            { value: 'all', label: t('allChanges') },
            ...tabs.map(each => ({
              value: each,
              label: `${t(`counts.${each}`)} ${counts[each].toLocaleString('en')}`,
            })),
          ]}
          onChange={value => navigate({ search: value === 'all' ? {} : { kind: value }, replace: true })}
        />
      ) : null}
      <PagedList
        query={query}
        caption={t('changes')}
        columns={useColumns()}
        rowKey={row => String(row.line)}
        empty={<p className="secondary">{t('noChanges')}</p>}
      />
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
          {row.titleBefore && row.title && row.titleBefore !== row.title ? (
            <del className="secondary">{row.titleBefore}</del>
          ) : null}
          <span>{row.title ?? row.titleBefore}</span>
          <span className="small secondary mono">{row.sku}</span>
          {row.changes.length > 0 ? <ChangedFacts changes={row.changes} /> : null}
        </div>
      ),
    },
    { key: 'line', title: t('line'), align: 'end', cell: row => row.line },
    {
      key: 'action',
      title: t('result'),
      cell: row => <StatusTag {...LOOKS[row.action]}>{t(`action.${row.action}`)}</StatusTag>,
    },
    {
      key: 'before',
      title: t('before'),
      align: 'end',
      cell: row => (row.priceBeforeFen === null ? '–' : <Money fen={row.priceBeforeFen} />),
    },
    {
      key: 'after',
      title: t('after'),
      align: 'end',
      cell: row => (row.priceFen === null ? '–' : <Money fen={row.priceFen} />),
    },
    { key: 'change', title: t('change'), align: 'end', cell: row => <Move change={row} /> },
  ]
}

const LOOKS = {
  new: { tone: 'success', shape: 'live' },
  changed: { tone: 'info', shape: 'waiting' },
  returned: { tone: 'success', shape: 'live' },
  withdrawn: { tone: 'neutral', shape: 'off' },
} as const

function Move({ change }: { change: Change }) {
  const { priceBeforeFen: before, priceFen: after } = change
  if (before === null || after === null || before === after || before === '0') return <>–</>
  const { text, large } = priceMove(before, after)
  return large ? (
    <StatusTag tone="warning" shape="attention">
      {text}
    </StatusTag>
  ) : (
    <span className="numeric">{text}</span>
  )
}
