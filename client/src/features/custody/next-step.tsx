import { useTranslation } from 'react-i18next'
import { isTurnOf, type Loan, openState, type Side } from '#features/custody/loan-kinds.ts'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'

/** What happens next, by whom and until when; or how it ended. */
export function NextStep({ loan, side }: { loan: Loan; side: Side }) {
  const { t } = useTranslation('loan')
  const open = openState(loan.state)
  if (!open) return <Ending loan={loan} />
  const tone = loan.overdueAt ? 'danger' : isTurnOf(side, loan.state) ? 'warning' : 'info'
  return (
    <Notice tone={tone} title={t(`next.${side}.${open}`)}>
      {t(`due.${side}.${open}`)} {loan.dueAt ? <DateText at={loan.dueAt} /> : null}
      {loan.overdueAt ? <div className="strong">{t(`overdue.${side}`)}</div> : null}
      {loan.overdueAt && loan.claimAt && side === 'supplier' ? (
        <div>
          {t('claimFrom')} <DateText at={loan.claimAt} />
        </div>
      ) : null}
    </Notice>
  )
}

function Ending({ loan }: { loan: Loan }) {
  const { t } = useTranslation('loan')
  if (loan.state === 'refused') {
    return (
      <Notice tone="warning" title={t('ended.refused')}>
        {loan.refusedReason}
      </Notice>
    )
  }
  if (loan.state === 'cancelled' || loan.state === 'expired')
    return <Notice tone="info" title={t(`ended.${loan.state}`)} />
  if (loan.foundAt) {
    return (
      <Notice tone="success" title={t('ended.found')}>
        {t('foundAt')} <DateText at={loan.foundAt} /> · {t('returned')}{' '}
        <Money fen={loan.returnedFen ?? '0'} />
      </Notice>
    )
  }
  if (loan.state === 'lost') {
    return (
      <Notice tone="danger" title={t('ended.lost')}>
        {loan.heldFen === null ? t('captured') : t('heldUntilDecided')}{' '}
        <Money fen={loan.heldFen ?? loan.capturedFen ?? '0'} />
        {loan.caseId ? <div>{t('ended.case')}</div> : null}
      </Notice>
    )
  }
  const outcome = loan.outcome ?? 'matched'
  return (
    <Notice tone={outcome === 'matched' ? 'success' : 'warning'} title={t(`ended.${outcome}`)}>
      {loan.caseId ? t('ended.case') : null}
    </Notice>
  )
}
