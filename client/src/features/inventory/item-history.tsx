import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { ChangedFacts } from '#features/inventory/changed-facts.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type ItemEvent = Outputs['items']['history']['rows'][number]

/** Everything that ever moved the item: who, what, when, and from which line of which file; newest first. */
export function ItemHistory({ itemId }: { itemId: string }) {
  const { t } = useTranslation('inventory')
  const query = usePages(api.items.history.queryKey({ itemId }), cursor =>
    server.items.history.query({ itemId, ...(cursor && { cursor }) }),
  )
  const columns: Column<ItemEvent>[] = [
    { key: 'version', title: t('version'), heading: true, cell: event => `#${event.version}` },
    { key: 'at', title: t('changedAt'), cell: event => <DateText at={event.at} /> },
    {
      key: 'changes',
      title: t('changes'),
      cell: ({ changes }) => (changes.length === 0 ? t('firstState') : <ChangedFacts changes={changes} />),
    },
    { key: 'who', title: t('changedBy'), cell: event => event.actorName ?? t('bySystem') },
    { key: 'source', title: t('source'), cell: event => <Source event={event} /> },
  ]
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{t('history')}</h2>
      <PagedList
        query={query}
        caption={t('history')}
        columns={columns}
        rowKey={event => String(event.version)}
        empty={<p className="secondary">{t('noHistory')}</p>}
      />
    </section>
  )
}

const CAUSES = ['import', 'feed', 'api', 'edit', 'undo', 'missing', 'claim', 'quarantine'] as const

function Source({ event }: { event: ItemEvent }) {
  const { t } = useTranslation('inventory')
  const cause = CAUSES.find(each => each === event.cause)
  const words = cause ? t(`cause.${cause}`) : event.cause
  if (event.importId === null) return <>{words}</>
  return (
    <span>
      {words}{' '}
      <Link to="/imports/$importId" params={{ importId: event.importId }}>
        {event.importFileName ?? t('theImport')}
      </Link>
      {event.importLine === null ? null : <> {t('ofLine', { line: event.importLine })}</>}
    </span>
  )
}
