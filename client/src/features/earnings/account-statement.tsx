import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DownloadButton } from '#app/download-button.tsx'
import { monthsToChoose } from '#features/deposits/statement-months.ts'
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
    <section className="stack" aria-labelledby="account">
      <div className="page-head">
        <h2 id="account">{t('account.title')}</h2>
        <div className="month-picker">
          <select
            className="field"
            aria-label={t('account.month')}
            value={month}
            onChange={event => onMonth(event.target.value)}
          >
            {monthsToChoose(month).map(each => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
          {(['csv', 'xlsx', 'pdf'] as const).map(format => (
            <DownloadButton
              key={format}
              path="/api/account/statement"
              query={{ month, ...(partyId && { party: partyId }) }}
              fileName={`account-${month}`}
              format={format}
            />
          ))}
        </div>
      </div>
      <QueryView query={query}>
        {data => <Lines statement={data} forFinance={partyId !== undefined} />}
      </QueryView>
    </section>
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
  const columns = useColumns(forFinance)
  const movedFen = BigInt(statement.closingFen) - BigInt(statement.openingFen)
  return (
    <>
      <dl className="figures">
        {(
          [
            ['opening', <Money key="o" fen={statement.openingFen} />],
            ['moved', <Money key="m" fen={movedFen} plus />],
            ['closing', <Money key="c" fen={statement.closingFen} />],
          ] as const
        ).map(([name, money]) => (
          <div key={name} className="figure">
            <dt>{t(`account.${name}`)}</dt>
            <dd>{money}</dd>
          </div>
        ))}
      </dl>
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

function useColumns(forFinance: boolean): Column<Line>[] {
  const { t } = useTranslation('earnings')
  return [
    { key: 'kind', title: t('account.event'), heading: true, cell: line => t(`account.kind.${line.kind}`) },
    { key: 'at', title: t('account.at'), cell: line => <DateText at={line.at} /> },
    {
      key: 'cause',
      title: t('account.cause'),
      cell: line => (
        <div className="stack-tight">
          <span>{line.subject ?? '–'}</span>
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
  ]
}
