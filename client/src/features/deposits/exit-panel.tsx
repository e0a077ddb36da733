import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { ExitTag } from '#features/deposits/exit-tag.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

export type Leaving = Outputs['deposits']['exit']

const reload = () => queryClient.invalidateQueries()

/** The way out: what still keeps the deposit here and until when, where a running exit stands, and the way back. */
export function ExitPanel({ leaving, readOnly = false }: { leaving: Leaving; readOnly?: boolean }) {
  const { t } = useTranslation('deposits')
  const { exit } = leaving
  const isOpen = exit !== undefined && exit.state !== 'cancelled'
  return (
    <section className="panel stack" aria-labelledby="exit">
      <div className="page-head">
        <div>
          <h2 id="exit">{t('exit.title')}</h2>
          <p className="secondary">{t('exit.lead', { version: leaving.ruleVersion })}</p>
          <p className="secondary">{t('exit.days', leaving.days)}</p>
        </div>
        {isOpen ? <ExitTag state={exit.state} /> : null}
      </div>
      {isOpen ? <Running exit={exit} /> : null}
      {exit?.state === 'refunded' ? null : <Blockers leaving={leaving} />}
      {readOnly ? null : <Acts leaving={leaving} isOpen={isOpen} />}
    </section>
  )
}

function Running({ exit }: { exit: NonNullable<Leaving['exit']> }) {
  const { t } = useTranslation('deposits')
  return (
    <dl className="facts">
      <div>
        <dt>{t('exit.requestedAt')}</dt>
        <dd>
          <DateText at={exit.requestedAt} />
        </dd>
      </div>
      <div>
        <dt>{t(exit.finishedAt ? 'exit.paidAt' : 'exit.dueAt')}</dt>
        <dd>
          <DateText at={exit.finishedAt ?? exit.dueAt} />
        </dd>
      </div>
      {exit.amountFen === null ? null : (
        <div>
          <dt>{t('amount')}</dt>
          <dd>
            <Money fen={exit.amountFen} />
          </dd>
        </div>
      )}
      {exit.failureCode === null ? null : (
        <div>
          <dt>{t('exit.failure')}</dt>
          <dd className="mono">{exit.failureCode}</dd>
        </div>
      )}
    </dl>
  )
}

function Blockers({ leaving: { blockers, wouldBeAt } }: { leaving: Leaving }) {
  const { t } = useTranslation('deposits')
  if (blockers.length === 0) {
    return (
      <p>
        {t('exit.nothingBlocks')} <DateText at={wouldBeAt} form="day" />
      </p>
    )
  }
  return (
    <div className="stack-tight">
      <h3>{t('exit.blockers')}</h3>
      <ul className="stack-tight">
        {blockers.map(({ kind, count, until }) => (
          <li key={kind}>
            {t(`exit.blocker.${kind}`, { count })} ·{' '}
            {until ? (
              <>
                {t('exit.until')} <DateText at={until} form="day" />
              </>
            ) : (
              t(`exit.todo.${kind as Open}`)
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

type Open = Exclude<Leaving['blockers'][number]['kind'], 'no_fault_window' | 'fraud_window'>

function Acts({ leaving, isOpen }: { leaving: Leaving; isOpen: boolean }) {
  const { t } = useTranslation('deposits')
  const [asking, setAsking] = useState(false)
  const cancel = useMutation(api.deposits.cancelExit.mutationOptions({ onSuccess: reload }))
  const retry = useMutation(api.deposits.retryExit.mutationOptions({ onSuccess: reload }))
  const state = isOpen ? leaving.exit?.state : undefined
  const isBlocked = leaving.blockers.some(({ until }) => until === null)
  return (
    <>
      <div className="row">
        {state === undefined ? (
          <Button kind="danger" disabled={isBlocked} onClick={() => setAsking(true)}>
            {t('exit.request')}
          </Button>
        ) : null}
        {state === 'failed' ? (
          <Button kind="primary" busy={retry.isPending} onClick={() => retry.mutate()}>
            {t('exit.retry')}
          </Button>
        ) : null}
        {state === 'waiting' || state === 'failed' ? (
          <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('exit.cancel')}
          </Button>
        ) : null}
      </div>
      <MutationError error={cancel.error ?? retry.error} />
      {asking ? <RequestDialog leaving={leaving} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function RequestDialog({ leaving, onClose }: { leaving: Leaving; onClose: () => void }) {
  const { t } = useTranslation('deposits')
  const request = useMutation(
    api.deposits.requestExit.mutationOptions({
      onSuccess: () => {
        void reload()
        onClose()
      },
    }),
  )
  return (
    <Dialog title={t('exit.request')} onClose={onClose}>
      <div className="stack">
        <p>{t('exit.meaning')}</p>
        <p>
          {t('exit.dueAt')} <DateText at={leaving.wouldBeAt} form="day" />
        </p>
        <MutationError error={request.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="danger" busy={request.isPending} onClick={() => request.mutate()}>
            {t('exit.confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
