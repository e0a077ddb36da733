import { LINE_VIEWS } from '@haowu/shared/statement-files.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { Days, StatementStateTag, useBringer } from '#features/reconciliation/statement-columns.tsx'
import { useStatementLineColumns } from '#features/reconciliation/statement-line-columns.tsx'
import { useRefusalText } from '#features/reconciliation/use-refusal-text.ts'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact } from '#ui/fact.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** One file: whose it is, what it comes to, and each of its lines as it stood in the file. */
export function StatementPage() {
  const { t } = useTranslation('statement')
  const { fileId } = useParams({ from: '/workspace/finance/statements/$fileId' })
  const query = useQuery(api.statements.get.queryOptions({ fileId }))
  return (
    <Page title={query.data?.fileName ?? t('file')} back={<Link to="/finance/statements">{t('title')}</Link>}>
      <QueryView query={query} lines={4}>
        {file => (
          <>
            <FileFacts file={file} />
            {file.state === 'loaded' ? <Lines fileId={fileId} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function FileFacts({ file }: { file: Outputs['statements']['get'] }) {
  const { t } = useTranslation('statement')
  const bringer = useBringer()
  const refusalText = useRefusalText()
  return (
    <>
      {file.refusal ? (
        <Notice tone="danger" title={t('refusedWhole')}>
          {refusalText(file.refusal)}
        </Notice>
      ) : null}
      <dl className="facts panel">
        <Fact label={t('stateOf')}>
          <StatementStateTag state={file.state} />
        </Fact>
        <Fact label={t('account')}>{file.accountName ?? '–'}</Fact>
        <Fact label={t('days')}>
          <Days from={file.dayFrom} to={file.dayTo} />
        </Fact>
        <Fact label={t('lineCount')}>{file.lineCount.toLocaleString('en')}</Fact>
        <Fact label={t('in')}>
          <Money fen={file.inFen} />
        </Fact>
        <Fact label={t('out')}>
          <Money fen={file.outFen} />
        </Fact>
        <Fact label={t('broughtBy')}>
          {bringer(file.loadedBy)} · <DateText at={file.loadedAt} />
        </Fact>
      </dl>
    </>
  )
}

function Lines({ fileId }: { fileId: string }) {
  const { t } = useTranslation('statement')
  const columns = useStatementLineColumns()
  const { lines: view = 'all' } = useSearch({ from: '/workspace/finance/statements/$fileId' })
  const navigate = useNavigate({ from: '/finance/statements/$fileId' })
  const query = useInfiniteQuery({
    queryKey: [...api.statements.lines.queryKey({ fileId, view }), 'pages'],
    queryFn: ({ pageParam }) => server.statements.lines.query({ fileId, view, afterLine: pageParam }),
    initialPageParam: 0,
    getNextPageParam: page => (page.hasMore ? page.rows.at(-1)?.lineNo : undefined),
  })
  return (
    <>
      <Tabs
        label={t('lineView')}
        value={view}
        options={LINE_VIEWS.map(value => ({ value, label: t(`lineViews.${value}`) }))}
        onChange={value => navigate({ search: { lines: value === 'all' ? undefined : value } })}
      />
      <QueryView query={query} lines={8}>
        {({ pages }) => {
          const rows = pages.flatMap(page => page.rows)
          if (rows.length === 0)
            return <p className="secondary">{t(view === 'all' ? 'noLines' : `noLinesIn.${view}`)}</p>
          return (
            <>
              <DataTable caption={t('lines')} columns={columns} rows={rows} rowKey={row => row.id} />
              <div className="row">
                <span className="small secondary numeric">{t('shown', { count: rows.length })}</span>
                {query.hasNextPage ? (
                  <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                    {t('more')}
                  </Button>
                ) : null}
              </div>
            </>
          )
        }}
      </QueryView>
    </>
  )
}
