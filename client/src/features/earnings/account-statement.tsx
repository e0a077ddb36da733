import { accountLineKey } from '@haowu/shared/adjustments.ts'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DownloadButton } from '#app/download-button.tsx'
import { MonthFigures, MonthStatement } from '#app/month-statement.tsx'
import { ObjectButton } from '#features/objections/object-button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Statement = Outputs['account']['statement']
type Line = Statement['lines'][number]

/** What is settled, month by month; the files are the same byte by byte whenever they are fetched. */
export function AccountStatement({ query, month, onMonth, partyId }: StatementProps) {
  const { t } = useTranslation('earnings')
  return (
    <MonthStatement
      title={t('account.title')}
      monthLabel={t('account.month')}
      month={month}
      onMonth={onMonth}
      downloads={(['csv', 'xlsx', 'pdf'] as const).map(format => (
        <DownloadButton
          key={format}
          path="/api/account/statement"
          query={{ month, ...(partyId && { party: partyId }) }}
          fileName={`account-${month}`}
          format={format}
        />
      ))}
    >
      <QueryView query={query}>
        {data => <Lines statement={data} forFinance={partyId !== undefined} />}
      </QueryView>
    </MonthStatement>
  )
}

type StatementProps = {
  query: UseQueryResult<Statement, unknown>
  month: string
  onMonth: (month: string) => void
  /** Given by finance, who looks at somebody else's account. */
  partyId?: string
}

function Lines({ statement, forFinance }: { statement: Statement; forFinance: boolean }) {
  const { t } = useTranslation('earnings')
  const columns = useColumns({ forFinance, month: statement.month })
  return (
    <>
      <MonthFigures
        openingFen={statement.openingFen}
        closingFen={statement.closingFen}
        words={{ opening: t('account.opening'), moved: t('account.moved'), closing: t('account.closing') }}
      />
      {statement.lines.length === 0 ? (
        <p className="secondary">{t('account.none')}</p>
      ) : (
        <DataTable
          caption={t('account.title')}
          columns={columns}
          rows={statement.lines}
          rowKey={line => `${line.transactionId} ${line.orderNo ?? ''} ${line.amountFen}`}
        />
      )}
      {statement.isCut ? (
        <p className="secondary">{t('account.cut', { count: statement.lines.length })}</p>
      ) : null}
    </>
  )
}

function useColumns({ forFinance, month }: { forFinance: boolean; month: string }): Column<Line>[] {
  const { t } = useTranslation('earnings')
  return [
    { key: 'kind', title: t('account.event'), heading: true, cell: line => t(`account.kind.${line.kind}`) },
    { key: 'at', title: t('account.at'), cell: line => <DateText at={line.at} /> },
    {
      key: 'cause',
      title: t('account.cause'),
      cell: line => (
        <div className="stack-tight">
          <Subject line={line} forFinance={forFinance} />
          {line.orderNo === null ? null : forFinance ? (
            <Link to="/finance/orders/$orderNo" params={{ orderNo: line.orderNo }} className="small mono">
              {line.orderNo}
            </Link>
          ) : (
            <span className="small secondary mono">{line.orderNo}</span>
          )}
        </div>
      ),
    },
    {
      key: 'amount',
      title: t('account.amount'),
      align: 'end',
      cell: line => <Money fen={line.amountFen} plus />,
    },
    {
      key: 'balance',
      title: t('account.balance'),
      align: 'end',
      cell: line => <Money fen={line.balanceFen} />,
    },
    ...(forFinance ? [] : [objectColumn(t('object'), month)]),
  ]
}

/** Of a payout the subject is its number, by which finance sees all of it. */
function Subject({ line, forFinance }: { line: Line; forFinance: boolean }) {
  if (line.subject === null) return <span>–</span>
  if (!forFinance || !line.kind.startsWith('payout_')) return <span>{line.subject}</span>
  return (
    <Link to="/finance/payouts/$payoutNo" params={{ payoutNo: line.subject }} className="mono">
      {line.subject}
    </Link>
  )
}

function objectColumn(title: string, month: string): Column<Line> {
  return {
    key: 'object',
    title: <span className="visually-hidden">{title}</span>,
    actions: true,
    cell: ({ transactionId, orderNo, subject, amountFen }) => (
      <ObjectButton
        line={{ of: 'account', month, transactionId, orderNo }}
        lineKey={accountLineKey({ transactionId, orderNo })}
        facts={{ subject, orderNo, amountFen }}
      />
    ),
  }
}
