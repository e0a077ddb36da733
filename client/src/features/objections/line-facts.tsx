import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'

export type Objection = Outputs['objections']['list']['rows'][number]

/** The line as it stood when it was objected to. */
export function LineFacts({ facts }: { facts: Objection['facts'] }) {
  const { t } = useTranslation('objection')
  return (
    <span className="stack-tight">
      <span>
        {t(`what.${facts.what}`)} · {facts.subject ?? '–'}
      </span>
      <span className="small secondary">
        {facts.orderNo === null ? null : <span className="mono">{facts.orderNo} · </span>}
        <DateText at={facts.at} form="day" />
        {facts.settlementNo === null ? null : ` · ${t('settlement')} ${facts.settlementNo}`}
      </span>
      {facts.earnedFen === null ? null : (
        <span className="small secondary">
          {t('earned')} <Money fen={facts.earnedFen} /> · {t('clawed')} <Money fen={facts.clawedFen ?? '0'} />
          {(facts.madeGoodFen ?? '0') === '0' ? null : (
            <>
              {' · '}
              {t('madeGood')} <Money fen={facts.madeGoodFen ?? '0'} plus />
            </>
          )}
        </span>
      )}
    </span>
  )
}
