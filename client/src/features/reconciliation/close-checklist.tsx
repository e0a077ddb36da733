import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'

type Item = Outputs['closes']['checklist'][number]

/** What must be right, in the order in which it is put right, each with the way to where that is done. */
export function CloseChecklist({ items, month }: { items: Item[]; month: string }) {
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
            </span>
          </span>
          {item.isDone ? null : <WayTo item={item} month={month} />}
        </li>
      ))}
    </ol>
  )
}

function WayTo({ item, month }: { item: Item; month: string }) {
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
