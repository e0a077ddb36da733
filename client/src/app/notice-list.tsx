import { useMutation } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { usePages } from '#api/use-pages.ts'
import { noticePlace } from '#app/notice-place.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { readableFacts } from '#ui/failure-text.ts'
import { Loading } from '#ui/loading.tsx'
import './notice-list.css'

type NoticeRow = Outputs['notices']['list']['rows'][number]

/** What the party was told, newest first. Having seen the list counts as having read it; the dots stay until it is opened anew. */
export function NoticeList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation('notice')
  const query = usePages(api.notices.list.queryKey(), cursor =>
    server.notices.list.query({ cursor, limit: 20 }),
  )
  const rows = query.data?.pages.flatMap(page => page.rows)
  useMarkRead(rows)
  if (rows === undefined) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    ) : (
      <Loading lines={5} />
    )
  }
  if (rows.length === 0)
    return (
      <EmptyState icon="bell" title={t('none')}>
        {t('noneBody')}
      </EmptyState>
    )
  return (
    <div className="stack">
      <ul className="notice-list">
        {rows.map(row => (
          <li key={row.id}>
            <Line notice={row} onLeave={onLeave} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </div>
  )
}

/** Marks everything up to the newest as read, once per newest. */
function useMarkRead(rows: NoticeRow[] | undefined): void {
  const marked = useRef<string | undefined>(undefined)
  const mark = useMutation(
    api.notices.markRead.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.notices.glance.queryKey() }),
    }),
  )
  const newest = rows?.[0]
  useEffect(() => {
    if (!newest || newest.readAt !== null || marked.current === newest.id) return
    marked.current = newest.id
    mark.mutate({ noticeId: newest.id })
  }, [newest, mark])
}

function Line({ notice, onLeave }: { notice: NoticeRow; onLeave: () => void }) {
  const { t } = useTranslation('notice')
  const router = useRouter()
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const place = role ? noticePlace(notice, role) : undefined
  const words = (
    <>
      <span className="notice-dot" data-unread={notice.readAt === null || undefined} aria-hidden="true" />
      <span className="notice-words">
        <span className={notice.readAt === null ? 'strong' : undefined}>
          {notice.readAt === null ? <span className="visually-hidden">{t('unread')}</span> : null}
          <Sentence notice={notice} />
        </span>
        <span className="small secondary">
          <DateText at={notice.createdAt} />
        </span>
      </span>
    </>
  )
  if (place === undefined) return <div className="notice-line">{words}</div>
  return (
    <a
      className="notice-line"
      href={place}
      onClick={event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        onLeave()
        router.history.push(place)
      }}
    >
      {words}
    </a>
  )
}

const STEPS = ['no_holds', 'no_listing', 'payouts_frozen'] as const

const LOAN_STEPS = [
  'requested',
  'approved',
  'refused',
  'deposit_short',
  'cancelled',
  'shipped',
  'received',
  'sent_back',
  'returned',
  'differs',
  'unanswered',
  'unshipped',
  'unchecked',
  'lost',
  'found',
  'soon',
  'shipped_late',
  'received_late',
  'sent_back_late',
] as const

function Sentence({ notice: { kind, facts } }: { notice: NoticeRow }) {
  const { t, i18n } = useTranslation(['notice', 'rule'])
  const texts = readableFacts(facts, i18n.language)
  // A clause comes with its title; a rule has its name in the reader's language here.
  const code = `rule:code.${String(facts['code'])}`
  if (kind === 'rule_published') texts['title'] ??= i18n.exists(code) ? t(code as 'rule:title') : ''
  const step = STEPS.find(each => each === facts['step'])
  if (step) texts['step'] = t(`step.${step}`)
  const loanStep = kind.startsWith('loan_') ? LOAN_STEPS.find(each => each === facts['step']) : undefined
  if (loanStep) return <>{t(`loan.${loanStep}`, { replace: texts })}</>
  return <>{t(`kind.${kind}`, { replace: texts })}</>
}
