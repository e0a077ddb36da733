import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Highlights } from '#features/picks/highlights.tsx'
import type { Session, Slot } from '#features/picks/run-sheet.ts'
import { useSheet } from '#features/picks/use-sheet.ts'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QrCode } from '#ui/qr-code.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './cue-cards.css'

const route = getRouteApi('/workspace/sessions/$sessionId/cards')
const MOST_WORDS = 12

/** Cue cards (手卡) to print: one piece each, on A6 or four on A4, with what may be said and what may not. */
export function CueCardsPage() {
  const { t } = useTranslation('picks')
  const { sessionId } = route.useParams()
  const desk = useSheet(sessionId)
  const [paper, setPaper] = useState<'a6' | 'a4'>('a6')
  return (
    <QueryView query={desk.query}>
      {session => (
        <Page
          title={t('cards')}
          lead={session.title}
          back={
            <Link to="/sessions/$sessionId" params={{ sessionId }}>
              {session.title}
            </Link>
          }
          actions={
            <>
              <select
                className="field"
                aria-label={t('paper')}
                value={paper}
                onChange={event => setPaper(event.target.value === 'a4' ? 'a4' : 'a6')}
              >
                <option value="a6">A6</option>
                <option value="a4">A4</option>
              </select>
              <Button kind="primary" onClick={() => print()}>
                {t('print')}
              </Button>
            </>
          }
        >
          <Cards session={session} paper={paper} />
        </Page>
      )}
    </QueryView>
  )
}

function Cards({ session, paper }: { session: Session; paper: 'a6' | 'a4' }) {
  const words = useQuery({ ...api.sessions.words.queryOptions({ place: session.place }), staleTime: 600_000 })
  const absolute = (words.data?.words ?? []).filter(({ why }) => why === 'absolute').slice(0, MOST_WORDS)
  return (
    <ol className="cue-cards" data-paper={paper}>
      {session.slots
        .filter(({ standing }) => standing !== 'gone')
        .map(slot => (
          <CueCard key={slot.slotId} slot={slot} forbidden={absolute.map(({ word }) => word)} />
        ))}
    </ol>
  )
}

function CueCard({ slot, forbidden }: { slot: Slot; forbidden: string[] }) {
  const { t } = useTranslation('picks')
  return (
    <li className="cue-card">
      <h2>
        <span className="numeric">{slot.position}</span> {slot.title}
      </h2>
      <p className="cue-price">
        <Money fen={slot.priceFen} />
      </p>
      <Highlights slot={slot} />
      {slot.script ? <p className="cue-script">{slot.script}</p> : null}
      <div className="cue-foot">
        <p className="small">
          <strong>{t('neverSay')}</strong>{' '}
          {[...new Set([...slot.forbidden.map(({ word }) => word), ...forbidden])].join('、')}
        </p>
        <QrCode
          text={`${location.origin}/r/${slot.reportCode}`}
          label={t('reportQr', { title: slot.title })}
          size={84}
        />
      </div>
    </li>
  )
}
