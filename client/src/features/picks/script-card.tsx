import { findForbidden } from '@haowu/shared/forbidden-words.ts'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Highlights } from '#features/picks/highlights.tsx'
import { isOpen, type Session, type Slot } from '#features/picks/run-sheet.ts'
import type { SheetDesk } from '#features/picks/use-sheet.ts'
import { Button } from '#ui/button.tsx'

type ScriptCardProps = {
  slot: Slot
  session: Session
  desk: SheetDesk
  writing: boolean
  setWriting: (writing: boolean) => void
}

/** What is said about the piece and for how long; opened to write, beside what its report says. */
export function ScriptCard({ slot, session, desk, writing, setWriting }: ScriptCardProps) {
  const { t } = useTranslation('picks')
  return (
    <div className="script">
      {writing ? (
        <ScriptEditor {...{ slot, session, desk }} onDone={() => setWriting(false)} />
      ) : (
        <>
          {slot.script === '' ? null : <p className="script-text">{slot.script}</p>}
          <p className="row small">
            <span className="numeric secondary">{t('minutes', { count: slot.minutes })}</span>
            {isOpen(session) ? (
              <Button
                size="small"
                kind="quiet"
                icon="report"
                aria-label={t(slot.script === '' ? 'writeWhat' : 'rewriteWhat', { title: slot.title })}
                onClick={() => setWriting(true)}
              >
                {t(slot.script === '' ? 'write' : 'rewrite')}
              </Button>
            ) : null}
          </p>
        </>
      )}
    </div>
  )
}

function ScriptEditor({
  slot,
  session,
  desk,
  onDone,
}: Omit<ScriptCardProps, 'writing' | 'setWriting'> & { onDone: () => void }) {
  const { t } = useTranslation('picks')
  const id = useId()
  const [text, setText] = useState(slot.script)
  const [minutes, setMinutes] = useState(String(slot.minutes))
  // What both editors saw first is what the change is built upon, however long it takes to write.
  const [seen] = useState(slot)
  const words = useQuery({ ...api.sessions.words.queryOptions({ place: session.place }), staleTime: 600_000 })
  const found = findForbidden(words.data?.words ?? [], text)
  const save = () => {
    if (text !== seen.script) desk.put(seen, { field: 'script', value: text })
    const value = Math.round(Number(minutes))
    if (value >= 1 && value <= 120 && value !== seen.minutes) desk.put(seen, { field: 'minutes', value })
    onDone()
  }
  return (
    <div className="stack-tight">
      <Highlights slot={slot} />
      <label htmlFor={id}>{t('script')}</label>
      <textarea
        id={id}
        className="field script-field"
        rows={4}
        maxLength={2_000}
        value={text}
        aria-describedby={found.length > 0 ? `${id}-words` : undefined}
        onChange={event => setText(event.target.value)}
      />
      <div id={`${id}-words`} aria-live="polite">
        {found.length > 0 ? (
          <ul className="script-words small">
            {found.map(({ word, why, suggestion }) => (
              <li key={word}>
                <strong>{word}</strong> {t(`why.${why}`)} · {t('sayInstead', { suggestion })}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <label className="row">
        {t('figure.minutes')}
        <input
          className="field script-minutes numeric"
          type="number"
          min={1}
          max={120}
          value={minutes}
          onChange={event => setMinutes(event.target.value)}
        />
      </label>
      <div className="row">
        <Button kind="primary" onClick={save}>
          {t('save')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
    </div>
  )
}
