import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { answerProblemsOf } from '#features/feeds/feed-problems.ts'
import { MissingForTest } from '#features/feeds/missing-for-test.tsx'
import { definitionOf } from '#features/feeds/settings-of-draft.ts'
import { TestResult } from '#features/feeds/test-result.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { useDebounced } from '#ui/use-debounced.ts'

const SETTLED_AFTER_MS = 500
const MOST_CHARACTERS = 200_000
/** Settings need an address; a pasted answer has come without one. */
const NO_ADDRESS = 'https://sample.invalid/'

/** A pasted answer, understood anew with each change of the mapping. It needs neither address nor keys. */
export function PasteTest() {
  const { t } = useTranslation('feed')
  const { draft } = useFeedForm()
  const [sample, setSample] = useState('')
  const problems = answerProblemsOf(draft)
  const definition = definitionOf({ ...draft, url: NO_ADDRESS, auth: { kind: 'none', name: '' } })
  const asked = useDebounced(JSON.stringify({ definition, mode: draft.mode, sample }), SETTLED_AFTER_MS)
  const test = useQuery({
    queryKey: [...api.feeds.test.mutationKey(), asked],
    queryFn: () => server.feeds.test.mutate(JSON.parse(asked)),
    enabled: problems.size === 0 && sample.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  return (
    <div className="stack">
      <label className="stack-tight">
        <span>{t('sample')}</span>
        <textarea
          className="field mono feed-sample"
          rows={8}
          spellCheck={false}
          maxLength={MOST_CHARACTERS}
          placeholder={SAMPLES[draft.kind]}
          value={sample}
          onChange={event => setSample(event.target.value)}
        />
      </label>
      {problems.size > 0 ? <MissingForTest problems={problems} /> : null}
      <div aria-live="polite">
        {sample.trim() === '' ? <p className="secondary">{t('pasteNone')}</p> : null}
        {problems.size === 0 && sample.trim() !== '' && test.data ? (
          <TestResult tested={test.data} dimmed={test.isPlaceholderData} />
        ) : null}
        <MutationError error={test.error} />
      </div>
    </div>
  )
}

const SAMPLES: Record<string, string> = {
  json: '{ "data": { "items": [{ "sku": "A-1001", "price": 4999, "stock": { "available": 1 } }] } }',
  csv: '商家编码,价格,库存\nA-1001,4999,1',
}
