import type { BankMapping } from '@haowu/shared/bank-mapping.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { useRefusalText } from '#features/reconciliation/use-refusal-text.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Tried = Outputs['bankMappings']['try']
type Line = Tried['lines'][number]

/** The whole table read by what is chosen now: what it comes to, or the line at which it would be refused. */
export function BankTrial({ fileId, mapping }: { fileId: string; mapping: BankMapping | null }) {
  const { t } = useTranslation('bank')
  const query = useQuery({
    ...api.bankMappings.try.queryOptions({ fileId, mapping: mapping ?? NOTHING }),
    enabled: mapping !== null,
    placeholderData: keepPreviousData,
  })
  if (!mapping) return null
  return (
    <section className="stack" aria-labelledby="bank-trial-title" aria-live="polite">
      <h2 id="bank-trial-title">{t('trial')}</h2>
      <QueryView query={query} lines={5}>
        {tried => (
          <>
            <Verdict tried={tried} />
            {tried.lines.length > 0 ? <Lines lines={tried.lines} /> : null}
          </>
        )}
      </QueryView>
    </section>
  )
}

const NOTHING: BankMapping = { columns: { day: '-', amount: '-' }, positiveIsOut: false }

function Verdict({ tried: { totals, refusal, lineCount } }: { tried: Tried }) {
  const { t } = useTranslation('bank')
  const refusalText = useRefusalText()
  if (refusal)
    return (
      <Notice tone="danger" title={t('wouldRefuse')}>
        {refusalText(refusal)}
      </Notice>
    )
  if (!totals) return <Notice tone="info" title={t('agreesSoFar', { count: lineCount })} />
  const { openingFen, closingFen } = totals
  return (
    <Notice tone="success" title={t('agrees', { count: lineCount })}>
      <span className="bank-sums">
        {openingFen === null ? null : (
          <span>
            {t('opening')} <Money fen={openingFen} />
          </span>
        )}
        <span>
          {t('in')} <Money fen={totals.inFen} plus />
        </span>
        <span>
          {t('out')} <Money fen={-BigInt(totals.outFen)} />
        </span>
        {closingFen === null ? null : (
          <span>
            {t('closing')} <Money fen={closingFen} />
          </span>
        )}
      </span>
    </Notice>
  )
}

function Lines({ lines }: { lines: Line[] }) {
  const { t } = useTranslation('bank')
  const columns: Column<Line>[] = [
    { key: 'day', title: t('field.day'), heading: true, cell: line => line.businessDay },
    {
      key: 'amount',
      title: t('field.amount'),
      align: 'end',
      cell: line => <Money fen={line.amountFen} plus />,
    },
    {
      key: 'balance',
      title: t('field.balance'),
      align: 'end',
      cell: line => (line.balanceFen === null ? '–' : <Money fen={line.balanceFen} />),
    },
    { key: 'party', title: t('field.counterparty'), cell: line => line.counterparty ?? '–' },
    { key: 'words', title: t('field.description'), cell: line => line.description || '–' },
    {
      key: 'no',
      title: t('field.bankNo'),
      cell: line => <span className="mono">{line.channelNo ?? '–'}</span>,
    },
  ]
  return (
    <DataTable
      caption={t('firstLines')}
      columns={columns}
      rows={lines}
      rowKey={line => String(line.lineNo)}
    />
  )
}
