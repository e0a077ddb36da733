import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DownloadButton } from '#app/download-button.tsx'
import { MonthFigures, MonthStatement } from '#app/month-statement.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

type StatementData = Outputs['deposits']['statement']
type Line = StatementData['lines'][number]

/** The latest lines answer most questions; the others are one press away. */
const SHOWN_FIRST = 10

/** The deposit account of a month: opening, each movement with its cause, closing. */
export function Statement({ query, month, onMonth, canExport = false }: StatementProps) {
  const { t } = useTranslation('deposits')
  return (
    <MonthStatement
      title={t('statement.title')}
      monthLabel={t('statement.month')}
      month={month}
      onMonth={onMonth}
      downloads={
        canExport &&
        (['csv', 'xlsx'] as const).map(format => (
          <DownloadButton
            key={format}
            path="/api/deposit/statement"
            query={{ month }}
            fileName={`deposit-${month}`}
            format={format}
          />
        ))
      }
    >
      <QueryView query={query}>{data => <Lines statement={data} />}</QueryView>
    </MonthStatement>
  )
}

type StatementProps = {
  query: UseQueryResult<StatementData, unknown>
  month: string
  onMonth: (month: string) => void
  canExport?: boolean
}

function Lines({ statement }: { statement: StatementData }) {
  const { t } = useTranslation('deposits')
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? statement.lines : statement.lines.slice(-SHOWN_FIRST)
  const columns: Column<Line>[] = [
    {
      key: 'kind',
      title: t('statement.event'),
      heading: true,
      cell: line => t(`statement.kind.${line.kind}`),
    },
    { key: 'at', title: t('statement.at'), cell: line => <DateText at={line.at} /> },
    {
      key: 'cause',
      title: t('statement.cause'),
      cell: ({ reason, subject }) =>
        [reason ? t(`reason.${reason}`) : '', subject ?? ''].filter(Boolean).join(' · ') || '–',
    },
    { key: 'free', title: t('free'), align: 'end', cell: line => <Moved fen={line.freeFen} /> },
    { key: 'held', title: t('held'), align: 'end', cell: line => <Moved fen={line.heldFen} /> },
    { key: 'balance', title: t('balance'), align: 'end', cell: line => <Money fen={line.balanceFen} /> },
  ]
  return (
    <>
      <MonthFigures
        openingFen={statement.openingFen}
        closingFen={statement.closingFen}
        words={{
          opening: t('statement.opening'),
          moved: t('statement.change'),
          closing: t('statement.closing'),
        }}
      />
      {statement.lines.length === 0 ? (
        <p className="secondary">{t('statement.none')}</p>
      ) : (
        <DataTable caption={t('statement.title')} columns={columns} rows={shown} rowKey={line => line.id} />
      )}
      {shown.length < statement.lines.length ? (
        <div className="row">
          <span className="small secondary">{t('statement.latest', { count: shown.length })}</span>
          <Button onClick={() => setWhole(true)}>
            {t('statement.showAll', { count: statement.lines.length })}
          </Button>
        </div>
      ) : null}
      {statement.isCut ? (
        <p className="secondary">{t('statement.cut', { count: statement.lines.length })}</p>
      ) : null}
    </>
  )
}

function Moved({ fen }: { fen: string }) {
  return fen === '0' ? <span className="secondary">–</span> : <Money fen={fen} plus />
}
