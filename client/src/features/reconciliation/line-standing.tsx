import type { BookAccount } from '@haowu/shared/reconciliation.ts'
import type { LineState } from '@haowu/shared/statement-files.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { StatementLine } from '#features/reconciliation/statement-line-columns.tsx'
import type { WORKBENCH_VIEWS } from '#features/reconciliation/workbench-routes.ts'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

const LOOKS: Record<LineState, { tone: Tone; shape: Shape }> = {
  matched: { tone: 'success', shape: 'live' },
  suggested: { tone: 'warning', shape: 'waiting' },
  break: { tone: 'danger', shape: 'attention' },
  open: { tone: 'warning', shape: 'waiting' },
  left_out: { tone: 'neutral', shape: 'off' },
}

/** Where the workbench shows a line of this state; what is left out of matching stands nowhere there. */
const VIEW_OF: Record<LineState, (typeof WORKBENCH_VIEWS)[number] | null> = {
  matched: 'matched',
  suggested: 'suggestions',
  break: 'differences',
  open: 'lines',
  left_out: null,
}

/** Where a line stands beside our books: its state, what it is matched with, and the way to where it is worked on. */
export function LineStanding({ line }: { line: StatementLine }) {
  const { t } = useTranslation(['statement', 'reconcile'])
  const view = VIEW_OF[line.state]
  const more = line.bookCount - line.books.length
  return (
    <div className="stack-tight">
      <span>
        <StatusTag {...LOOKS[line.state]}>
          {line.breakClass === null ? t(`lineState.${line.state}`) : t(`reconcile:class.${line.breakClass}`)}
        </StatusTag>
      </span>
      {line.books.map(book => (
        <BookLink key={book.transactionId} book={book} />
      ))}
      {more > 0 ? <span className="small secondary">{t('moreBooks', { count: more })}</span> : null}
      {view === null ? null : (
        <Link
          to="/finance/reconciliation"
          search={{
            account: line.account as BookAccount,
            view,
            search: view === 'lines' ? (line.ownNo ?? line.channelNo ?? undefined) : undefined,
          }}
          className="small"
        >
          {t('toWorkbench')}
        </Link>
      )}
    </div>
  )
}

/** An order or a payout is explained on a page of its own; whatever else was booked, by its entry. */
function BookLink({ book: { orderNo, payoutNo, transactionId } }: { book: StatementLine['books'][number] }) {
  const { t } = useTranslation('statement')
  if (payoutNo !== null)
    return (
      <Link to="/finance/payouts/$payoutNo" params={{ payoutNo }} className="small mono">
        {payoutNo}
      </Link>
    )
  if (orderNo !== null)
    return (
      <Link to="/finance/orders/$orderNo" params={{ orderNo }} className="small mono">
        {orderNo}
      </Link>
    )
  return (
    <Link to="/finance/ledger" search={{ entry: transactionId }} className="small">
      {t('entryOf', { id: transactionId })}
    </Link>
  )
}
