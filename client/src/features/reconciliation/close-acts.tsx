import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { DownloadButton } from '#app/download-button.tsx'
import type { Close } from '#features/reconciliation/closes-page.tsx'
import { ReopenDialog } from '#features/reconciliation/reopen-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/**
 * Who has signed, and what may be done now by whom: two people for closing, two for opening again. `open` points of the checklist stand
 * against it; undefined until they have been counted.
 */
export function CloseActs({ close, open }: { close: Close; open: number | undefined }) {
  const { t } = useTranslation('reconcile')
  const [isReopening, setReopening] = useState(false)
  const memberId = useRouteContext({ from: '/workspace', select: ({ active }) => active?.memberId })
  const done = (text: string) => async () => {
    showToast(text)
    await queryClient.invalidateQueries({ queryKey: api.closes.pathKey() })
  }
  const request = useMutation(api.closes.request.mutationOptions({ onSuccess: done(t('close.requested')) }))
  const sign = useMutation(api.closes.sign.mutationOptions({ onSuccess: done(t('close.signed')) }))
  const withdraw = useMutation(api.closes.withdraw.mutationOptions({ onSuccess: done(t('close.withdrawn')) }))
  const decide = useMutation(
    api.closes.decideReopening.mutationOptions({ onSuccess: done(t('close.decided')) }),
  )
  const { month } = close
  const isBusy = request.isPending || sign.isPending || withdraw.isPending || decide.isPending
  return (
    <>
      {close.makerName ? <p>{t('close.by', { maker: close.makerName })}</p> : null}
      {close.signedAt ? (
        <p>
          {t('close.signedBy', { checker: close.checkerName ?? '' })} <DateText at={close.signedAt} />
        </p>
      ) : null}
      {close.seal ? (
        <div className="small secondary">
          {t('close.seal')} <CopyText text={close.seal} what={t('close.seal')} />
        </div>
      ) : null}
      {close.state === 'reopening' ? (
        <p className="alarming">
          {t('close.reopenAsked', { maker: close.reopenMakerName ?? '', reason: close.reopenReason ?? '' })}
        </p>
      ) : null}
      <div className="row">
        {close.state === 'open' ? (
          <RequestAct open={open} isBusy={isBusy} onRequest={() => request.mutate({ month })} />
        ) : null}
        {close.state === 'review' ? (
          <>
            {close.makerId === memberId ? (
              <span className="secondary">{t('waitsForColleague')}</span>
            ) : (
              <SignAct open={open} isBusy={isBusy} onSign={() => sign.mutate({ month })} />
            )}
            <ConfirmButton
              busy={isBusy}
              words={t('close.withdrawWords')}
              onConfirm={() => withdraw.mutate({ month })}
            >
              {t('close.withdraw')}
            </ConfirmButton>
          </>
        ) : null}
        {close.state === 'signed_off' ? (
          <Button onClick={() => setReopening(true)}>{t('close.reopen')}</Button>
        ) : null}
        {close.state === 'reopening' ? (
          close.reopenMakerId === memberId ? (
            <span className="secondary">{t('waitsForColleague')}</span>
          ) : (
            <>
              <Button kind="primary" busy={isBusy} onClick={() => decide.mutate({ month, approve: true })}>
                {t('close.reopenApprove')}
              </Button>
              <Button busy={isBusy} onClick={() => decide.mutate({ month, approve: false })}>
                {t('close.reopenRefuse')}
              </Button>
            </>
          )
        ) : null}
        {close.signedAt
          ? (['pdf', 'xlsx', 'csv'] as const).map(format => (
              <DownloadButton
                key={format}
                path="/api/closes/report"
                query={{ month }}
                fileName={`close-${month}`}
                format={format}
              />
            ))
          : null}
      </div>
      <MutationError error={request.error ?? sign.error ?? withdraw.error ?? decide.error} />
      {isReopening ? <ReopenDialog month={month} onClose={() => setReopening(false)} /> : null}
    </>
  )
}

/** It may be asked for too early; whoever does is told that nobody can sign it yet. */
function RequestAct({ open, isBusy, onRequest }: ActProps & { onRequest: () => void }) {
  const { t } = useTranslation('reconcile')
  if (open)
    return (
      <ConfirmButton
        kind="primary"
        busy={isBusy}
        words={t('close.requestEarly', { count: open })}
        onConfirm={onRequest}
      >
        {t('close.request')}
      </ConfirmButton>
    )
  return (
    <Button kind="primary" busy={isBusy} disabled={open === undefined} onClick={onRequest}>
      {t('close.request')}
    </Button>
  )
}

function SignAct({ open, isBusy, onSign }: ActProps & { onSign: () => void }) {
  const { t } = useTranslation('reconcile')
  return (
    <>
      <Button kind="primary" busy={isBusy} disabled={open !== 0} onClick={onSign}>
        {t('close.sign')}
      </Button>
      {open ? <span className="small secondary">{t('close.blocked', { count: open })}</span> : null}
    </>
  )
}

interface ActProps {
  open: number | undefined
  isBusy: boolean
}
