import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CategoryName } from '#app/category-name.tsx'
import { StateTag } from '#app/state-tag.tsx'
import type { DeskReport } from '#features/report-desk/reports-page.tsx'
import { Button } from '#ui/button.tsx'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'

type Open = (opened: { act: 'revoke' | 'release'; row: DeskReport }) => void

/** A report by what it stands for, who made it, until when it counts, and what may be done about it. */
export function useReportColumns(onOpen: Open): Column<DeskReport>[] {
  const { t } = useTranslation('report-desk')
  const { t: common } = useTranslation('common')
  return [
    {
      key: 'title',
      title: t('reports.piece'),
      heading: true,
      width: '28%',
      cell: row => (
        <div className="stack-tight">
          <Link to="/r/$code" params={{ code: row.code }} className="row-link">
            {row.title}
          </Link>
          <span className="small secondary">
            {row.supplierName} · <span className="mono">{row.sku}</span> ·{' '}
            <CategoryName code={row.categoryCode} />
          </span>
        </div>
      ),
    },
    {
      key: 'report',
      title: t('reports.report'),
      cell: row => (
        <div className="stack-tight">
          <span className="mono">{row.code}</span>
          <span className="small secondary">
            {common(`reportKind.${row.kind}`)} · {t('reports.version', { version: row.version })}
          </span>
        </div>
      ),
    },
    {
      key: 'by',
      title: t('reports.by'),
      cell: row => (
        <div className="stack-tight">
          <span>{row.agency ?? row.inspector}</span>
          <span className="small secondary">{row.agency ? row.inspector : t('reports.ownInspector')}</span>
        </div>
      ),
    },
    { key: 'grade', title: t('reports.grade'), cell: row => common(`grade.${row.grade}`) },
    {
      key: 'state',
      title: t('reports.stateTitle'),
      cell: row => (
        <div className="stack-tight">
          <StateTag of="report" state={row.state} />
          {row.revokedReason ? <span className="small secondary">{row.revokedReason}</span> : null}
        </div>
      ),
    },
    { key: 'until', title: t('reports.until'), cell: row => <DateText at={row.expiresAt} form="day" /> },
    {
      key: 'orders',
      title: t('reports.orders'),
      align: 'end',
      cell: row =>
        row.blockedOrders > 0 ? (
          <span className="strong">{t('reports.blocked', { count: row.blockedOrders })}</span>
        ) : (
          <span className="numeric">{row.openOrders}</span>
        ),
    },
    { key: 'acts', title: t('acts'), actions: true, cell: row => <Acts row={row} onOpen={onOpen} /> },
  ]
}

function Acts({ row, onOpen }: { row: DeskReport; onOpen: Open }) {
  const { t } = useTranslation('report-desk')
  if (row.blockedOrders > 0)
    return (
      <Button size="small" onClick={() => onOpen({ act: 'release', row })}>
        {t('release.open')}
      </Button>
    )
  if (row.state === 'revoked') return null
  return (
    <Button size="small" onClick={() => onOpen({ act: 'revoke', row })}>
      {t('revoke.open')}
    </Button>
  )
}
