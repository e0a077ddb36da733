import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Countdown } from '#ui/countdown.tsx'
import { DateText } from '#ui/date-text.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

type Order = Outputs['checkout']['get']
type StepProps = { order: Order; linkToken: string }

const reloadOrder = (linkToken: string) =>
  queryClient.invalidateQueries(api.checkout.get.queryFilter({ linkToken }))

/** What the buyer can or should do now, in one box. */
export function NextStep({ order, linkToken }: StepProps) {
  const { t } = useTranslation('order')
  const failureText = useFailureText()
  const fail = (error: unknown) => showToast(failureText(error), { tone: 'danger' })
  const confirm = useMutation(
    api.checkout.confirmReceipt.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(api.ratings.own.queryFilter({ linkToken }))
        return reloadOrder(linkToken)
      },
      onError: fail,
    }),
  )

  if (order.state === 'checkout') return <ToPay order={order} linkToken={linkToken} />
  if (order.state === 'shipped') {
    return (
      <Notice
        tone="info"
        title={t('next.shipped')}
        action={
          <Button kind="primary" busy={confirm.isPending} onClick={() => confirm.mutate({ linkToken })}>
            {t('confirmReceipt')}
          </Button>
        }
      >
        {t('nextNote.shipped')}
      </Notice>
    )
  }
  if (order.state === 'closed') return <Closed order={order} />
  const tone = order.state === 'refunding' ? 'warning' : 'success'
  return (
    <Notice tone={tone} title={t(`next.${order.state}`)}>
      {order.refund ? (
        <>
          {t(`refund.${order.refund.state}`)} <Money fen={order.refund.amountFen} />
        </>
      ) : (
        t(`nextNote.${order.state}`)
      )}
      {order.state === 'received' && order.receivedAt ? (
        <>
          {' '}
          <DateText at={order.receivedAt} />
        </>
      ) : null}
    </Notice>
  )
}

const ASK_MS = 8_000

/** Kept for the buyer while he pays; once he has, the rail is asked, so that he is not asked to pay again. */
function ToPay({ order, linkToken }: StepProps) {
  const { t } = useTranslation('order')
  const failureText = useFailureText()
  const reload = () => reloadOrder(linkToken)
  const pay = useMutation(
    api.checkout.pay.mutationOptions({
      onSuccess: ({ payUrl }) => location.assign(payUrl),
      onError: error => {
        showToast(failureText(error), { tone: 'danger' })
        void reload()
      },
    }),
  )
  const { data: atRail } = useQuery({
    queryKey: ['payment-at-rail', linkToken],
    queryFn: () => server.checkout.checkPayment.mutate({ linkToken }),
    refetchInterval: ASK_MS,
    retry: false,
  })
  const kept = (
    <>
      {t('keptFor')} <Countdown until={order.checkoutUntil} onEnd={reload} />
    </>
  )
  if (atRail?.paying)
    return (
      <Notice tone="info" title={t('paying')}>
        {t('payingNote')} {kept}
      </Notice>
    )
  return (
    <Notice
      tone="info"
      title={t('next.checkout')}
      action={
        <Button kind="primary" size="large" busy={pay.isPending} onClick={() => pay.mutate({ linkToken })}>
          {t('pay')}
        </Button>
      }
    >
      {kept}
    </Notice>
  )
}

/** Not bought after all: never paid for, or paid too late, and then where the money is. */
function Closed({ order: { refund, roomCode } }: { order: Order }) {
  const { t } = useTranslation('order')
  const isBack = refund?.state === 'succeeded'
  return (
    <Notice
      tone={isBack ? 'success' : 'warning'}
      title={refund ? t(isBack ? 'late.returned' : 'late.returning') : t('next.closed')}
      action={
        <Link className="button" to="/room/$roomCode" params={{ roomCode }}>
          {t('backToRoom')}
        </Link>
      }
    >
      {refund ? (
        <>
          {t('late.note')} {t(`refund.${refund.state}`)} <Money fen={refund.amountFen} />
        </>
      ) : (
        t('nextNote.closed')
      )}
    </Notice>
  )
}
