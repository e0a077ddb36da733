import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { LeaveLine } from '#features/waiting/leave-line.tsx'
import { type OwnWait, useOwnWaits } from '#features/waiting/use-own-waits.ts'
import { DateText } from '#ui/date-text.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

/** Every line the streamer stands in, with his place, until when the piece is held, and why it was not his when it was free. */
export function WaitsPanel() {
  const { t } = useTranslation('waiting')
  const { data: waits = [] } = useOwnWaits()
  if (waits.length === 0) return null
  return (
    <section className="stack" aria-labelledby="waits">
      <h2 id="waits">{t('title', { count: waits.length })}</h2>
      <p className="small secondary">{t('lead')}</p>
      <ul className="slots">
        {waits.map(wait => (
          <Wait key={wait.waitId} wait={wait} />
        ))}
      </ul>
    </section>
  )
}

function Wait({ wait }: { wait: OwnWait }) {
  const { t } = useTranslation('waiting')
  return (
    <li className="slot">
      <div className="slot-head">
        <ItemPhoto photos={wait.photos} categoryCode={wait.categoryCode} />
        <div className="slot-body">
          <h3>
            <Link to="/plaza/$itemId" params={{ itemId: wait.itemId }}>
              {wait.title}
            </Link>
          </h3>
          <p className="row small">
            <StatusTag tone="warning" shape="waiting">
              {t('place', { place: wait.place, all: wait.inLine })}
            </StatusTag>
            <Money fen={wait.priceFen} />
          </p>
          <p className="small secondary">
            {t('for', { show: wait.show })} <DateText at={wait.showStartsAt} />
          </p>
          <p className="small secondary">
            {wait.heldUntil ? (
              <>
                {t('heldUntil')} <DateText at={wait.heldUntil} />
                {wait.heldUntil > wait.showStartsAt ? ` · ${t('mayBeLate')}` : null}
              </>
            ) : (
              t('free')
            )}
          </p>
          <Passed wait={wait} />
        </div>
      </div>
      <div className="slot-foot">
        <span className="small secondary">
          {t('since')} <DateText at={wait.askedAt} />
        </span>
        <LeaveLine wait={wait} />
      </div>
    </li>
  )
}

/** It was his turn; what he can do about it, in the words of the refusal itself. */
function Passed({ wait: { passedCode, passedFacts } }: { wait: OwnWait }) {
  const { t } = useTranslation('waiting')
  const failureText = useFailureText()
  if (passedCode === null) return null
  return (
    <Notice
      tone="warning"
      title={t('passed')}
      action={
        passedCode === 'deposit_short' ? (
          <Link className="button" data-kind="primary" to="/deposit">
            {t('topUp')}
          </Link>
        ) : undefined
      }
    >
      {failureText({ reason: passedCode, facts: passedFacts ?? {}, requestId: null })}
    </Notice>
  )
}
