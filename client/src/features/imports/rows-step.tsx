import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readFailure } from '#api/failure.ts'
import { ApplyMended } from '#features/imports/apply-mended.tsx'
import { CauseTabs } from '#features/imports/cause-tabs.tsx'
import { FindingGroups } from '#features/imports/finding-groups.tsx'
import { FixAll } from '#features/imports/fix-all.tsx'
import { columnsToShow, namingColumns } from '#features/imports/grid-columns.ts'
import type { FailedRows } from '#features/imports/import-calls.ts'
import { ROW_VIEWS } from '#features/imports/import-search.ts'
import { MendedFile } from '#features/imports/mended-file.tsx'
import { RowCards } from '#features/imports/row-cards.tsx'
import { RowsGrid } from '#features/imports/rows-grid.tsx'
import { goingIn, openRowsOf, useImport } from '#features/imports/use-import.ts'
import { useFailedRows } from '#features/imports/use-failed-rows.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { useIsPhone } from '#ui/media.ts'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './rows-step.css'

/** Only the rows that cannot go in, to be mended where they stand, by file, or all of one cause at once. */
export function RowsStep() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const failed = useFailedRows()
  const cellsUnknown = useCellsUnknown(failed.query)
  const search = useSearch({ from: '/workspace/imports/$importId/rows' })
  return (
    <>
      <Head />
      <CauseTabs />
      {search.code !== undefined && search.column !== undefined && (search.view ?? 'open') === 'open' ? (
        <FixAll
          key={`${search.code} ${search.column}`}
          code={search.code}
          column={search.column}
          onFixed={() => failed.query.refetch()}
        />
      ) : null}
      {failed.error ? (
        <div className="stack-tight">
          <MutationError error={failed.error} />
          <div>
            <Button onClick={failed.retry}>{t('saveAgain')}</Button>
          </div>
        </div>
      ) : null}
      {cellsUnknown ? (
        <FindingGroups groups={detail.groups.filter(({ severity }) => severity === 'error')} />
      ) : (
        <QueryView query={failed.query} lines={10}>
          {page => <Rows page={page} failed={failed} />}
        </QueryView>
      )}
      <Foot />
    </>
  )
}

/** The cells of rows that failed before there was a grid were not kept: those are mended by file. */
function useCellsUnknown({ data, error }: ReturnType<typeof useFailedRows>['query']): boolean {
  const detail = useImport()
  const search = useSearch({ from: '/workspace/imports/$importId/rows' })
  if (error) return readFailure(error).reason === 'not_found'
  return (
    data?.total === 0 && openRowsOf(detail) > 0 && Object.values(search).every(filter => filter === undefined)
  )
}

function Head() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const { view = 'open' } = useSearch({ from: '/workspace/imports/$importId/rows' })
  const navigate = useNavigate({ from: '/imports/$importId/rows' })
  return (
    <div className="row rows-head">
      <div>
        <h2>{t('rowsTitle', { count: openRowsOf(detail) })}</h2>
        <p className="secondary" role="status">
          {t('rowsLead', {
            fixed: detail.counts.fixed.toLocaleString('en'),
            skipped: detail.counts.skipped.toLocaleString('en'),
          })}
        </p>
      </div>
      <div className="row">
        <Choice
          label={t('rowsView')}
          hideLabel
          value={view}
          options={ROW_VIEWS.map(each => ({ value: each, label: t(`view.${each}`) }))}
          onChange={next => navigate({ search: { view: next }, replace: true })}
        />
        <MendedFile />
      </div>
    </div>
  )
}

type RowsProps = { page: FailedRows; failed: ReturnType<typeof useFailedRows> }

function Rows({ page, failed }: RowsProps) {
  const { t } = useTranslation('import')
  const detail = useImport()
  const isPhone = useIsPhone()
  const [all, setAll] = useState(false)
  const { view = 'open', code } = useSearch({ from: '/workspace/imports/$importId/rows' })
  if (page.rows.length === 0) {
    return (
      <EmptyState icon={view === 'open' ? 'success' : 'empty'} title={t(`noRows.${view}`)}>
        {view === 'open' && code ? t('noRowsOfCause') : null}
      </EmptyState>
    )
  }
  const naming = namingColumns(detail.mapping?.columns ?? page.columns.map(() => ({ field: null })))
  const shown = all ? page.columns.map((_, index) => index) : columnsToShow(page, naming)
  const hidden = page.columns.length - shown.length
  return (
    <div className={failed.query.isPlaceholderData ? 'stack dimmed' : 'stack'}>
      {isPhone ? (
        <RowCards page={page} failed={failed} naming={naming} />
      ) : (
        <RowsGrid
          page={page}
          failed={failed}
          shown={shown}
          tools={
            all || hidden > 0 ? (
              <Button size="small" aria-pressed={all} onClick={() => setAll(!all)}>
                {all ? t('fewerColumns') : t('allColumns', { count: hidden })}
              </Button>
            ) : null
          }
        />
      )}
      <Pager page={page} />
    </div>
  )
}

function Pager({ page }: { page: FailedRows }) {
  const { t } = useTranslation('import')
  const search = useSearch({ from: '/workspace/imports/$importId/rows' })
  const navigate = useNavigate({ from: '/imports/$importId/rows' })
  if (!search.after && page.nextCursor === null) return null
  return (
    <div className="row">
      <span className="small secondary numeric">
        {t('rowsShown', { count: page.rows.length, total: page.total.toLocaleString('en') })}
      </span>
      {search.after ? (
        <Button onClick={() => navigate({ search: ({ after: _, ...rest }) => rest })}>
          {t('firstRows')}
        </Button>
      ) : null}
      {page.nextCursor ? (
        <Button
          onClick={() => navigate({ search: before => ({ ...before, after: page.nextCursor ?? undefined }) })}
        >
          {t('nextRows')}
        </Button>
      ) : null}
    </div>
  )
}

function Foot() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const { importId } = detail
  const open = openRowsOf(detail)
  if (detail.state === 'applied') return <ApplyMended />
  return (
    <div className="step-foot">
      <p className="secondary small step-foot-words" role="status">
        {open > 0 ? t('rowsFoot', { count: open }) : t('rowsFootNone')}
      </p>
      <Link
        to="/imports/$importId/preview"
        params={{ importId }}
        className="button"
        data-kind="primary"
        data-size="large"
      >
        {t('toPreview', { count: goingIn(detail) })}
      </Link>
    </div>
  )
}
