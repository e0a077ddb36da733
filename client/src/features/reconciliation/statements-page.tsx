import { STATEMENT_CHANNELS, STATEMENT_STATES } from '@haowu/shared/statement-files.ts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { MonthPicker } from '#app/month-picker.tsx'
import { thisMonth } from '#app/statement-months.ts'
import { DemoStatements } from '#features/reconciliation/demo-statements.tsx'
import { ReconciliationNav } from '#features/reconciliation/reconciliation-nav.tsx'
import { RegisterAccount } from '#features/reconciliation/register-account.tsx'
import { useStatementColumns } from '#features/reconciliation/statement-columns.tsx'
import { StatementDrop } from '#features/reconciliation/statement-drop.tsx'
import { StatementMatrix } from '#features/reconciliation/statement-matrix.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { SelectFilter } from '#ui/filter-fields.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** The files that channels and banks send of our money: which days are there, which lack one, and what was refused. */
export function StatementsPage() {
  const { t } = useTranslation('statement')
  const { month = thisMonth(), state, channel, day } = useSearch({ from: '/workspace/finance/statements' })
  const navigate = useNavigate({ from: '/finance/statements' })
  const matrix = useQuery(api.statements.matrix.queryOptions({ month }))
  const input = { state, channel, day }
  const query = usePages(api.statements.list.queryKey(input), cursor =>
    server.statements.list.query({ ...input, cursor }),
  )
  const filter = (next: Partial<typeof input>) =>
    navigate({ search: search => ({ ...search, ...next }), replace: true })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <RegisterAccount />
          <MonthPicker
            label={t('month')}
            month={month}
            onMonth={chosen => navigate({ search: { month: chosen } })}
          />
        </>
      }
    >
      <ReconciliationNav />
      <QueryView query={matrix} lines={5}>
        {read => (
          <StatementMatrix
            matrix={read}
            chosen={day}
            onChoose={cell => filter({ day: cell.day, channel: cell.channel, state: undefined })}
          />
        )}
      </QueryView>
      <StatementDrop accounts={matrix.data?.accounts ?? []} day={day} />
      <FilterBar
        active={[state, channel, day].filter(value => value !== undefined).length}
        onClear={() => filter({ state: undefined, channel: undefined, day: undefined })}
      >
        <SelectFilter
          label={t('allStates')}
          value={state}
          options={STATEMENT_STATES.map(value => ({ value, label: t(`state.${value}`) }))}
          onChange={value => filter({ state: value })}
        />
        <SelectFilter
          label={t('allChannels')}
          value={channel}
          options={STATEMENT_CHANNELS.map(value => ({ value, label: t(`channel.${value}`) }))}
          onChange={value => filter({ channel: value })}
        />
        <input
          type="date"
          className="field"
          aria-label={t('day')}
          value={day ?? ''}
          onChange={event => filter({ day: event.target.value || undefined })}
        />
      </FilterBar>
      <PagedList
        query={query}
        caption={t('files')}
        columns={useStatementColumns()}
        rowKey={row => row.id}
        empty={
          <EmptyState icon="file" title={t('none')}>
            {t('noneBody')}
          </EmptyState>
        }
      />
      <DemoStatements />
    </Page>
  )
}
