import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { CloseOwner } from '#features/reconciliation/close-owner.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'

export type CloseItem = Outputs['closes']['checklist'][number]

type ListProps = { items: CloseItem[]; month: string; isSigned: boolean }

/** What must be right, in the order in which it is put right, each with who answers for it and the way to where it is done. */
export function CloseChecklist({ items, month, isSigned }: ListProps) {
  const { t } = useTranslation('reconcile')
  return (
    <ol className="checklist">
      {items.map(item => (
        <li key={item.check} data-done={item.isDone || undefined}>
          <Icon name={item.isDone ? 'check' : 'warning'} />
          <span className="stack-tight">
            <span>{t(`checks.${item.check}`)}</span>
            <span className="small secondary">
              {item.isDone ? t('done') : t('openCount', { count: item.open })}
              {item.openFen === '0' ? null : (
                <>
                  {' · '}
                  <Money fen={item.openFen} />
                </>
              )}
              {item.isDone ? null : (
                <>
                  {' '}
                  <WayTo item={item} month={month} />
                </>
              )}
            </span>
          </span>
          <CloseOwner item={item} month={month} isSigned={isSigned} />
        </li>
      ))}
    </ol>
  )
}

function WayTo({ item, month }: { item: CloseItem; month: string }) {
  const { t } = useTranslation('reconcile')
  switch (item.check) {
    case 'statements':
      return (
        <Link to="/finance/statements" search={{ month }}>
          {t('goTo')}
        </Link>
      )
    case 'waiting':
    case 'tie_out':
      return (
        <Link to="/finance/reconciliation" search={{ view: 'lines' }}>
          {t('goTo')}
        </Link>
      )
    case 'suggestions':
      return (
        <Link to="/finance/reconciliation" search={{ view: 'suggestions' }}>
          {t('goTo')}
        </Link>
      )
    case 'differences':
      return (
        <Link to="/finance/reconciliation" search={{ view: 'differences' }}>
          {t('goTo')}
        </Link>
      )
    case 'payouts':
      return <Link to="/finance/payouts">{t('goTo')}</Link>
    case 'month_over':
    case 'earlier_closed':
    case 'refunds':
    case 'ledger':
    case 'seals':
      return null
  }
}
