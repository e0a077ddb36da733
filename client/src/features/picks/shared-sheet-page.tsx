import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { StateTag } from '#app/state-tag.tsx'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { Highlights } from '#features/picks/highlights.tsx'
import { showTimes } from '#features/picks/show-time.ts'
import { StandingTag } from '#features/picks/slot-tags.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import '#features/catalog/numbered.css'
import './session-page.css'

const route = getRouteApi('/public/sheet/$token')
const LOOK_AGAIN_MS = 5_000

/** A run sheet for whoever has its link: to read, never to change. */
export function SharedSheetPage() {
  const { t, i18n } = useTranslation('picks')
  const { token } = route.useParams()
  const query = useQuery(api.sheetShares.open.queryOptions({ token }, { refetchInterval: LOOK_AGAIN_MS }))
  if (query.isError && ['not_found', 'bad_request'].includes(readFailure(query.error).reason)) {
    return (
      <EmptyState alone icon="session" title={t('noShare')}>
        {t('noShareNote')}
      </EmptyState>
    )
  }
  return (
    <QueryView query={query}>
      {sheet => (
        <Page
          title={sheet.title}
          lead={
            <>
              <StateTag of="session" state={sheet.state} /> {sheet.streamerName} ·{' '}
              <span className="numeric">{showTimes(sheet, i18n.language)}</span>
            </>
          }
        >
          <div className="stack">
            <p className="small secondary">
              {t('readOnly')} {t('until')} <DateText at={sheet.expiresAt} />
            </p>
            <ol className="slots" aria-label={t('runSheet')}>
              {sheet.slots.map(slot => (
                <li key={slot.position} className="slot" data-gone={slot.standing === 'gone' || undefined}>
                  <div className="slot-head">
                    <span className="numbered">
                      <ItemPhoto photos={slot.photos} categoryCode={slot.categoryCode} />
                      <span className="number numeric">{slot.position}</span>
                    </span>
                    <div className="slot-body">
                      <h2>
                        <Link to="/r/$code" params={{ code: slot.reportCode }}>
                          {slot.title}
                        </Link>
                      </h2>
                      <p className="row small">
                        <StandingTag slot={slot} />
                        <span className="strong">
                          <Money fen={slot.priceFen} />
                        </span>
                        <span className="secondary numeric">{t('minutes', { count: slot.minutes })}</span>
                      </p>
                      {slot.earnFen === null ? null : (
                        <p className="small">
                          {t('earn')} <Money fen={slot.earnFen} />
                        </p>
                      )}
                    </div>
                  </div>
                  <div className="stack-tight">
                    <Highlights slot={slot} />
                    {slot.script ? <p className="script-text">{slot.script}</p> : null}
                  </div>
                </li>
              ))}
            </ol>
          </div>
        </Page>
      )}
    </QueryView>
  )
}
