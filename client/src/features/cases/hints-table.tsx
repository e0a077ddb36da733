import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DeskCase } from '#features/cases/case-kinds.ts'
import { DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

/** How the last cases on this clause were decided, so that like is decided alike. */
export function HintsTable({ hints }: { hints: DeskCase['hints'] }) {
  const { t } = useTranslation('case')
  const found = hints.filter(hint => hint.outcome === 'found').length
  return (
    <section className="stack" aria-labelledby="hints">
      <div>
        <h2 id="hints">{t('hint.title')}</h2>
        <p className="secondary">
          {hints.length === 0 ? t('hint.none') : t('hint.lead', { count: hints.length, found })}
        </p>
      </div>
      {hints.length === 0 ? null : (
        <DataTable
          caption={t('hint.title')}
          rows={hints}
          rowKey={hint => hint.caseId}
          columns={[
            {
              key: 'case',
              title: t('column.case'),
              heading: true,
              cell: hint => (
                <Link to="/operator/cases/$caseId" params={{ caseId: hint.caseId }} className="mono">
                  {hint.caseNo}
                </Link>
              ),
            },
            {
              key: 'outcome',
              title: t('hint.outcome'),
              cell: hint => t(`outcome.${hint.outcome === 'found' ? 'found' : 'dismissed'}`),
            },
            { key: 'base', title: t('hint.base'), align: 'end', cell: hint => <Money fen={hint.baseFen} /> },
            {
              key: 'amount',
              title: t('decision.amount'),
              align: 'end',
              cell: hint => <Money fen={hint.amountFen} />,
            },
            {
              key: 'refund',
              title: t('decision.refund'),
              cell: hint => t(hint.refundOrder ? 'decision.refundAll' : 'decision.refundNone'),
            },
            { key: 'reason', title: t('reason'), cell: hint => hint.reason },
            { key: 'at', title: t('hint.at'), cell: hint => <DateText at={hint.madeAt} form="day" /> },
          ]}
        />
      )}
    </section>
  )
}
