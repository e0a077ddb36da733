import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PenaltyLines } from '#features/cases/penalty-lines.tsx'
import type { Deposit } from '#features/deposits/deposit-balance.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

type Capture = Deposit['captures'][number]

/** What was kept of the deposit: by which clause and rule version, and how it was reckoned. Nothing when nothing was. */
export function Captures({ captures, onDesk = false }: { captures: Capture[]; onDesk?: boolean }) {
  const { t, i18n } = useTranslation('deposits')
  if (captures.length === 0) return null
  const columns: Column<Capture>[] = [
    {
      key: 'clause',
      title: t('capture.clause'),
      heading: true,
      cell: capture => (i18n.language === 'en' ? capture.titleEn : capture.titleZh) ?? capture.clause,
    },
    {
      key: 'cause',
      title: t('reasonTitle'),
      cell: capture => (
        <>
          {t(`reason.${capture.cause}`)} <CaseLink capture={capture} onDesk={onDesk} />
        </>
      ),
    },
    { key: 'at', title: t('capture.at'), cell: capture => <DateText at={capture.capturedAt} /> },
    {
      key: 'rule',
      title: t('rule'),
      cell: capture =>
        capture.ruleVersion === null ? '–' : t('ruleVersion', { version: capture.ruleVersion }),
    },
    { key: 'how', title: t('capture.how'), cell: capture => <Calculation of={capture.calculation} /> },
    {
      key: 'asked',
      title: t('capture.asked'),
      align: 'end',
      cell: capture => <Money fen={capture.askedFen} />,
    },
    {
      key: 'kept',
      title: t('capture.kept'),
      align: 'end',
      cell: capture => (
        <>
          <Money fen={capture.capturedFen} />
          {capture.returnedAt ? (
            <span className="small secondary">
              {' '}
              {t('capture.returned')} <DateText at={capture.returnedAt} />
            </span>
          ) : null}
        </>
      ),
    },
  ]
  return (
    <section className="stack" aria-labelledby="captures">
      <h2 id="captures">{t('capture.title')}</h2>
      <DataTable
        caption={t('capture.title')}
        columns={columns}
        rows={captures}
        rowKey={capture => capture.id}
      />
    </section>
  )
}

/** The case that decided it. */
function CaseLink({ capture: { caseId, caseNo }, onDesk }: { capture: Capture; onDesk: boolean }) {
  if (caseId === null) return null
  return (
    <Link to={onDesk ? '/operator/cases/$caseId' : '/cases/$caseId'} params={{ caseId }} className="mono">
      {caseNo}
    </Link>
  )
}

/** The figures as they were stored with the decision. */
function Calculation({ of }: { of: Capture['calculation'] }) {
  const { t } = useTranslation('deposits')
  if (Array.isArray(of['lines'])) return <PenaltyLines lines={of['lines']} />
  return <>{of['decidedFen'] === undefined ? '–' : t('capture.fromLoan')}</>
}
