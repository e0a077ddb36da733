import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { StateTag } from '#app/state-tag.tsx'
import { LineFacts, type Objection } from '#features/objections/line-facts.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { PagedList } from '#ui/paged-list.tsx'

/** What the party objected to and what was answered; nothing at all while it never did. */
export function MyObjections() {
  const { t } = useTranslation('objection')
  const query = usePages(api.objections.mine.queryKey({}), cursor => server.objections.mine.query({ cursor }))
  const columns = useColumns()
  if (!query.data?.pages.some(page => page.rows.length > 0)) return null
  return (
    <section className="stack" aria-labelledby="my-objections">
      <div>
        <h2 id="my-objections">{t('mine')}</h2>
        <p className="secondary">{t('mineLead')}</p>
      </div>
      <PagedList query={query} caption={t('mine')} columns={columns} rowKey={row => row.id} empty={null} />
    </section>
  )
}

function useColumns(): Column<Objection>[] {
  const { t } = useTranslation('objection')
  return [
    {
      key: 'line',
      title: t('column.line'),
      heading: true,
      cell: row => <LineFacts facts={row.facts} />,
    },
    {
      key: 'amount',
      title: t('column.amount'),
      align: 'end',
      cell: row => <Money fen={row.facts.amountFen} />,
    },
    { key: 'words', title: t('column.words'), cell: row => row.words },
    { key: 'state', title: t('column.state'), cell: row => <StateTag of="objection" state={row.state} /> },
    { key: 'answer', title: t('column.answer'), cell: row => <Answer row={row} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('withdraw')}</span>,
      actions: true,
      cell: row => (row.state === 'open' ? <Withdraw objectionId={row.id} /> : null),
    },
  ]
}

function Answer({ row }: { row: Objection }) {
  const { t } = useTranslation('objection')
  if (row.answer === null) return <>–</>
  return (
    <span className="stack-tight">
      <span>{row.answer}</span>
      {row.adjustmentNo === null ? null : (
        <span className="row small">
          {t('adjustment')} <span className="mono">{row.adjustmentNo}</span>
          <StateTag of="adjustment" state={row.adjustmentState ?? ''} />
        </span>
      )}
    </span>
  )
}

function Withdraw({ objectionId }: { objectionId: string }) {
  const { t } = useTranslation('objection')
  const withdraw = useMutation(
    api.objections.withdraw.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.objections.pathKey() }),
    }),
  )
  return (
    <Button size="small" busy={withdraw.isPending} onClick={() => withdraw.mutate({ objectionId })}>
      {t('withdraw')}
    </Button>
  )
}
