import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { StateTag } from '#app/state-tag.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type BuyerCase = Outputs['cases']['byLink'][number]
const HEARD = ['open', 'evidence_requested']

/** Where the buyer's disputes about this order stand, and what he can still say; nothing when he has none. */
export function BuyerCases({ linkToken }: { linkToken: string }) {
  const { t } = useTranslation('buyer-case')
  const query = useQuery(api.cases.byLink.queryOptions({ orderToken: linkToken }))
  // A dispute that could not be read is not the same as none.
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (!query.data || query.data.length === 0) return null
  return (
    <section className="stack" aria-labelledby="my-cases">
      <h2 id="my-cases">{t('title')}</h2>
      {query.data.map(found => (
        <OneCase key={found.caseId} found={found} linkToken={linkToken} />
      ))}
    </section>
  )
}

type Props = { found: BuyerCase; linkToken: string }

function OneCase({ found, linkToken }: Props) {
  const { t, i18n } = useTranslation('buyer-case')
  const isChinese = i18n.language.startsWith('zh')
  const until = found.mayAppeal
    ? found.appealUntil
    : found.state === 'evidence_requested'
      ? found.answerUntil
      : null
  return (
    <div className="panel stack">
      <div className="row">
        <span className="strong">{isChinese ? found.clauseZh : found.clauseEn}</span>
        <StateTag of="case" state={found.state} />
        <span className="small secondary mono">{found.caseNo}</span>
      </div>
      <p>
        {t(`waits.${found.state}`)}
        {until ? (
          <>
            {' '}
            {t(found.mayAppeal ? 'appealUntil' : 'until')} <DateText at={until} />
          </>
        ) : null}
      </p>
      {found.decision ? (
        <p>
          <span className="strong">
            {t(`decision.${found.decision.outcome === 'found' ? 'found' : 'dismissed'}`)}
          </span>
          {': '}
          {found.decision.reason} {found.decision.refundOrder ? t('refund') : null}
        </p>
      ) : null}
      <div>
        <p className="small secondary">{t('found')}</p>
        <ul>
          {found.fields.map(field => (
            <li key={field.key}>
              {isChinese ? field.zh : field.en}: {isChinese ? field.reportZh : field.reportEn} → {field.found}
            </li>
          ))}
        </ul>
        {found.photos > 0 ? <p className="small secondary">{t('photos', { count: found.photos })}</p> : null}
      </div>
      <Say found={found} linkToken={linkToken} />
    </div>
  )
}

function Say({ found, linkToken }: Props) {
  const { t } = useTranslation('buyer-case')
  const [text, setText] = useState('')
  const done = {
    onSuccess: async () => {
      showToast(t('sent'))
      setText('')
      await queryClient.invalidateQueries({ queryKey: api.cases.pathKey() })
    },
  }
  const about = { orderToken: linkToken, caseNo: found.caseNo }
  const send = useMutation({
    mutationFn: () =>
      server.cases[found.mayAppeal ? 'appealByLink' : 'sayByLink'].mutate({
        ...about,
        statement: text.trim(),
        photoKeys: [],
      }),
    ...done,
  })
  const withdraw = useMutation({ mutationFn: () => server.cases.withdrawByLink.mutate(about), ...done })
  const isHeard = HEARD.includes(found.state)
  if (!isHeard && !found.mayAppeal) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') send.mutate()
  }
  return (
    <details>
      <summary>{t(found.mayAppeal ? 'appeal' : 'add')}</summary>
      <form className="stack" onSubmit={submit}>
        <label className="stack-tight">
          <span>{t('words')}</span>
          <textarea
            className="field"
            rows={4}
            maxLength={2_000}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        </label>
        <MutationError error={send.error ?? withdraw.error} />
        <div className="row">
          <Button kind="primary" type="submit" busy={send.isPending}>
            {t('send')}
          </Button>
          {isHeard ? (
            <Button busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
              {t('withdraw')}
            </Button>
          ) : null}
        </div>
      </form>
    </details>
  )
}
