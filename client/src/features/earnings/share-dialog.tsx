import type { ShareRole } from '@haowu/shared/settlement.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { useAccountName } from '#features/finance/account-name.ts'
import { useClawColumns } from '#features/finance/claw-columns.tsx'
import { LegEvent } from '#features/finance/leg-event.tsx'
import { ShareSteps } from '#features/finance/share-steps.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Told = Outputs['earnings']['share']

/** Why a share is what it is: the arithmetic with its rules, what keeps it, what refunds took back and why, and the legs that moved it. */
export function ShareDialog({
  orderNo,
  role,
  onClose,
}: {
  orderNo: string
  role: ShareRole
  onClose: () => void
}) {
  const { t } = useTranslation('earnings')
  const query = useQuery(api.earnings.share.queryOptions({ orderNo, role }))
  return (
    <Dialog title={t('explain.title', { orderNo })} onClose={onClose} wide>
      <QueryView query={query} lines={8}>
        {told => (
          <div className="stack">
            <p>{told.itemTitle}</p>
            <WhyNot told={told} />
            <ShareSteps share={told.share} />
            <Claws claws={told.claws} />
            <Legs legs={told.legs} />
          </div>
        )}
      </QueryView>
    </Dialog>
  )
}

/** What keeps it from being payable, and since when or until when. */
function WhyNot({ told: { blocks, share, maturesAt } }: { told: Told }) {
  const { t } = useTranslation(['earnings', 'finance'])
  if (share.settlementNo !== null)
    return <p className="secondary">{t('explain.settled', { no: share.settlementNo })}</p>
  if (blocks.length > 0)
    return (
      <Notice tone="warning" title={t('finance:explain.blocked')}>
        {blocks.map(({ cause, openedAt }) => (
          <p key={`${cause} ${openedAt}`}>
            {t(`finance:explain.blockedBy.${cause as 'case'}`)} · <DateText at={openedAt} />
          </p>
        ))}
      </Notice>
    )
  return (
    <p className="secondary">
      {maturesAt ? (
        <>
          {t('explain.matures')} <DateText at={maturesAt} />
        </>
      ) : (
        t('explain.notReceived')
      )}
    </p>
  )
}

function Claws({ claws }: { claws: Told['claws'] }) {
  const { t } = useTranslation(['earnings', 'finance'])
  type Claw = Told['claws'][number]
  const taken = useClawColumns<Claw>()
  if (claws.length === 0) return null
  const columns: Column<Claw>[] = [
    {
      key: 'why',
      title: t('explain.why'),
      heading: true,
      cell: claw => (
        <div className="stack-tight">
          <span>{t(`finance:refunds.fault.${claw.fault}`)}</span>
          <span className="small secondary">
            {t(claw.goodsKept ? 'finance:refunds.kept' : 'finance:refunds.back')} ·{' '}
            <DateText at={claw.requestedAt} form="day" />
          </span>
        </div>
      ),
    },
    ...taken,
  ]
  return (
    <section className="stack" aria-labelledby="claws">
      <h2 id="claws">{t('clawed')}</h2>
      <DataTable caption={t('clawed')} columns={columns} rows={claws} rowKey={claw => claw.requestedAt} />
    </section>
  )
}

function Legs({ legs }: { legs: Told['legs'] }) {
  const { t } = useTranslation(['earnings', 'finance'])
  const accountName = useAccountName()
  const columns: Column<Told['legs'][number]>[] = [
    {
      key: 'event',
      title: t('finance:legs.event'),
      heading: true,
      cell: leg => <LegEvent leg={leg} />,
    },
    { key: 'debit', title: t('finance:legs.debit'), cell: leg => accountName(leg.debit) },
    { key: 'credit', title: t('finance:legs.credit'), cell: leg => accountName(leg.credit) },
    { key: 'posted', title: t('finance:legs.postedAt'), cell: leg => <DateText at={leg.postedAt} /> },
    {
      key: 'amount',
      title: t('finance:legs.amount'),
      align: 'end',
      cell: leg => <Money fen={leg.amountFen} />,
    },
  ]
  return (
    <section className="stack" aria-labelledby="own-legs">
      <h2 id="own-legs">{t('explain.legs')}</h2>
      <DataTable
        caption={t('explain.legs')}
        columns={columns}
        rows={legs}
        rowKey={leg => `${leg.transactionId}-${leg.seq}`}
      />
    </section>
  )
}
