import type { FeedKind } from '@haowu/shared/feeds.ts'
import { type ReactNode, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { CsvSource } from '#features/feeds/csv-source.tsx'
import { ErpSource } from '#features/feeds/erp-source.tsx'
import { FeedBasics } from '#features/feeds/feed-basics.tsx'
import type { FeedSettings } from '#features/feeds/feed-calls.ts'
import type { FeedDraft } from '#features/feeds/feed-draft.ts'
import { FeedFormContext } from '#features/feeds/feed-form-context.ts'
import { type KeptKeys, problemsOf } from '#features/feeds/feed-problems.ts'
import { FeedTest, type FeedTestProps } from '#features/feeds/feed-test.tsx'
import { JsonSource } from '#features/feeds/json-source.tsx'
import { settingsOf } from '#features/feeds/settings-of-draft.ts'
import { Button } from '#ui/button.tsx'
import { Notice } from '#ui/notice.tsx'
import './feeds.css'

type FeedFormProps = FeedTestProps & {
  initial: FeedDraft
  kept: KeptKeys | null
  submitLabel: string
  busy: boolean
  /** Why the last try to save failed. */
  refusal: ReactNode
  onSubmit: (settings: FeedSettings) => void
}

const NOTHING = new Map<string, never>()

/** A source in the making: its settings on the left, what they would read on the right. */
export function FeedForm({ initial, kept, submitLabel, busy, refusal, onSubmit, ...test }: FeedFormProps) {
  const { t } = useTranslation('feed')
  const [draft, setDraft] = useState(initial)
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const problems = problemsOf(draft, kept)
  const submit = () => {
    if (problems.size === 0) return onSubmit(settingsOf(draft))
    // At once, so that what is wrong is marked before the first of it is looked for.
    flushSync(() => setTried(true))
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }
  return (
    <FeedFormContext
      value={{
        draft,
        change: changes => setDraft(before => ({ ...before, ...changes })),
        shown: tried ? problems : NOTHING,
        kept,
      }}
    >
      <form
        ref={form}
        className="feed-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!busy) submit()
        }}
      >
        <div className="stack">
          <FeedBasics />
          <Source kind={draft.kind} />
          {tried && problems.size > 0 ? <Notice tone="danger">{t('fixFirst')}</Notice> : null}
          {refusal}
          <div className="row">
            <Button type="submit" kind="primary" busy={busy}>
              {submitLabel}
            </Button>
          </div>
        </div>
        <div className="feed-form-test">
          <FeedTest {...test} />
        </div>
      </form>
    </FeedFormContext>
  )
}

function Source({ kind }: { kind: FeedKind }) {
  if (kind === 'json') return <JsonSource />
  return kind === 'csv' ? <CsvSource /> : <ErpSource kind={kind} />
}
