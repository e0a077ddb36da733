import { formatRate } from '@haowu/shared/money.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { BalanceSteps } from '#features/finance/balance-steps.tsx'
import { EntryLegs } from '#features/finance/entry-dialog.tsx'
import { useEventName } from '#features/finance/event-name.ts'
import { postedText } from '#features/finance/ledger-columns.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Payout = Outputs['ledger']['explainPayout']

const TAX_STEPS = [
  'incomeFen',
  'expenseFen',
  'deductionFen',
  'taxableFen',
  'rateBps',
  'quickFen',
  'dueFen',
  'withheldFen',
] as const

/** One payout to the fen: what was there before, what was withheld and by which rule, and every leg it moved. */
export function PayoutPage() {
  const { t } = useTranslation('ledger')
  const { payoutNo } = useParams({ from: '/workspace/finance/payouts/$payoutNo' })
  const query = useQuery(api.ledger.explainPayout.queryOptions({ payoutNo }))
  return (
    <Page
      title={t('payout.title', { no: payoutNo })}
      lead={query.data?.partyName}
      back={
        <Link to="/finance/payouts">
          <Icon name="back" size={16} />
          {t('payout.back')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {payout => (
          <>
            <Amounts payout={payout} />
            <Tax payout={payout} />
            <BalanceSteps account="L:AVAILABLE" partyId={payout.partyId} />
            <Entries entries={payout.entries} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Amounts({ payout }: { payout: Payout }) {
  const { t } = useTranslation(['ledger', 'finance', 'common'])
  return (
    <section className="panel stack">
      <div className="row">
        <StateTag of="payout" state={payout.state} />
      </div>
      <dl className="facts">
        <Fact label={t('payout.before')}>
          <Money fen={payout.availableBeforeFen} />
        </Fact>
        <Fact label={t('payout.asked')}>
          <Money fen={-BigInt(payout.amountFen)} />
        </Fact>
        <Fact label={t('payout.after')}>
          <Money fen={payout.availableAfterFen} />
        </Fact>
        <Fact label={t('payout.tax')}>
          <Money fen={payout.taxFen} />
        </Fact>
        <Fact label={t(payout.state === 'confirmed' ? 'payout.net' : 'payout.toArrive')}>
          <span className="strong">
            <Money fen={payout.netFen} />
          </span>
        </Fact>
        <Fact label={t('finance:payouts.account')}>
          {payout.holderName} · {payout.bankName}{' '}
          {t('common:accountEnding', { last4: payout.accountNoLast4 })}
        </Fact>
        <Fact label={t('finance:payouts.maker')}>{payout.makerName ?? '–'}</Fact>
        <MomentFact label={t('payout.askedAt')} at={payout.createdAt} />
        <Fact label={t('finance:payouts.checker')}>{payout.checkerName ?? '–'}</Fact>
        <MomentFact label={t('payout.decidedAt')} at={payout.decidedAt} />
      </dl>
    </section>
  )
}

function Tax({ payout: { taxSteps, taxRule } }: { payout: Payout }) {
  const { t } = useTranslation('ledger')
  if (taxSteps === null) return null
  return (
    <section className="panel stack" aria-labelledby="tax">
      <h2 id="tax">{t('payout.how')}</h2>
      <dl className="facts">
        {TAX_STEPS.map(step => {
          const value = taxSteps[step]
          if (value === undefined) return null
          return (
            <Fact key={step} label={t(`payout.step.${step}`)}>
              {step === 'rateBps' ? formatRate(Number(value)) : <Money fen={String(value)} />}
            </Fact>
          )
        })}
      </dl>
      {taxRule === null ? null : (
        <Link to="/rules/$code" params={{ code: 'labour_tax' }}>
          {t('payout.rule', { version: taxRule.version })}
        </Link>
      )}
    </section>
  )
}

function Entries({ entries }: { entries: Payout['entries'] }) {
  const { t } = useTranslation('ledger')
  const eventName = useEventName()
  return (
    <section className="stack" aria-labelledby="entries">
      <h2 id="entries">{t('payout.entries')}</h2>
      {entries.map(entry => (
        <div key={entry.transactionId} className="stack-tight">
          <p className="row">
            <Link to="/finance/ledger" search={{ entry: entry.transactionId }}>
              {eventName(entry.kind)} #{entry.transactionId}
            </Link>
            <span className="small secondary">{postedText(entry.postedAt)}</span>
          </p>
          <EntryLegs legs={entry.legs} />
        </div>
      ))}
    </section>
  )
}
