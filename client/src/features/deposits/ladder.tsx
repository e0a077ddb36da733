import { LADDER_STEPS } from '@haowu/shared/deposits.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Deposit } from '#features/deposits/deposit-balance.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Notice } from '#ui/notice.tsx'
import './ladder.css'

/** While the deposit is short: by how much, what each step takes away and on which day, and where the party stands. */
export function Ladder({ deposit, action }: { deposit: Deposit; action: ReactNode }) {
  const { t } = useTranslation('deposits')
  const { topUp, shortFen } = deposit
  if (!topUp && BigInt(shortFen) === 0n) return null
  return (
    <Notice
      tone={topUp && topUp.step !== 'notified' ? 'danger' : 'warning'}
      title={
        <>
          {t('short')} <Money fen={shortFen} />
        </>
      }
      action={action}
    >
      {topUp ? <Steps topUp={topUp} /> : t('shortBody')}
    </Notice>
  )
}

function Steps({ topUp }: { topUp: NonNullable<Deposit['topUp']> }) {
  const { t } = useTranslation('deposits')
  const at = {
    notified: topUp.openedAt,
    no_holds: topUp.noHoldsAt,
    no_listing: topUp.noListingAt,
    payouts_frozen: topUp.payoutsFrozenAt,
  }
  const reached = LADDER_STEPS.indexOf(topUp.step)
  return (
    <>
      <ol className="ladder">
        {LADDER_STEPS.map((step, index) => (
          <li
            key={step}
            data-reached={index <= reached || undefined}
            aria-current={index === reached ? 'step' : undefined}
          >
            <span className="ladder-mark" aria-hidden="true">
              {index <= reached ? <Icon name="check" size={12} /> : null}
            </span>
            <span>
              <DateText at={at[step]} /> <span className="strong">{t(`ladder.${step}`)}</span>
              <span className="visually-hidden">{t(index <= reached ? 'ladder.done' : 'ladder.toCome')}</span>
            </span>
          </li>
        ))}
      </ol>
      <div>{t('ladder.restored')}</div>
      <div className="small">{t('rules.ladder', { version: topUp.ruleVersion })}</div>
    </>
  )
}
