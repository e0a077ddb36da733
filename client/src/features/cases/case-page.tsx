import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { askCasesAgain } from '#features/cases/ask-cases-again.ts'
import type { PartyCase } from '#features/cases/case-kinds.ts'
import { CaseTimeline } from '#features/cases/case-timeline.tsx'
import { ClausePanel } from '#features/cases/clause-panel.tsx'
import { ComparedFields } from '#features/cases/compared-fields.tsx'
import { DecisionPanel } from '#features/cases/decision-panel.tsx'
import { MoneyFacts } from '#features/cases/money-facts.tsx'
import { SaidList } from '#features/cases/said-list.tsx'
import { Snapshots } from '#features/cases/snapshots.tsx'
import { StatementDialog } from '#features/cases/statement-dialog.tsx'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'
import './cases.css'

const route = getRouteApi('/workspace/cases/$caseId')

/** What is alleged, by which clause and version, what to do by when, what was shown and decided. */
export function CasePage() {
  const { caseId } = route.useParams()
  const { t } = useTranslation('case')
  const words = useClauseWords()
  const query = useQuery(api.cases.get.queryOptions({ caseId }))
  return (
    <Page
      title={query.data ? words(query.data.clause).title : t('title')}
      lead={query.data ? <span className="mono">{query.data.caseNo}</span> : null}
      back={<Link to="/cases">{t('title')}</Link>}
    >
      <QueryView query={query}>{found => <CaseView found={found} />}</QueryView>
    </Page>
  )
}

function CaseView({ found }: { found: PartyCase }) {
  const { t } = useTranslation('case')
  return (
    <>
      <NextStep found={found} />
      <dl className="facts">
        <Fact label={t('column.state')}>
          <StateTag of="case" state={found.state} />
        </Fact>
        <Fact label={t('fact.you')}>{t(`side.${found.side}`)}</Fact>
        <Fact label={t('fact.other')}>
          {found.side === 'respondent'
            ? (found.claimantName ?? t(`claimant.${found.claimantKind}`))
            : found.respondentName}
        </Fact>
        <Fact label={t('fact.order')}>
          {found.orderNo ? <span className="mono">{found.orderNo}</span> : '–'}
        </Fact>
        <Fact label={t('fact.item')}>{found.itemTitle ?? '–'}</Fact>
        {found.side === 'respondent' ? (
          <Fact label={t('fact.held')}>
            <Money fen={found.heldFen} />
          </Fact>
        ) : null}
        {found.side === 'respondent' ? <MoneyFacts found={found} /> : null}
      </dl>
      {found.decisions.map(decision => (
        <DecisionPanel key={decision.id} decision={decision} />
      ))}
      <ClausePanel clause={found.clause} eventAt={found.eventAt} />
      <ComparedFields fields={found.comparison} />
      <SaidList caseId={found.caseId} said={found.said} />
      <CaseTimeline events={found.events} />
      <Snapshots snapshots={found.snapshots} />
    </>
  )
}

/** One sentence of where it stands and the one thing to do now, with its deadline. */
function NextStep({ found }: { found: PartyCase }) {
  const { t } = useTranslation('case')
  const [act, setAct] = useState<'say' | 'appeal'>()
  const withdraw = useMutation(
    api.cases.withdraw.mutationOptions({
      onSuccess: async () => {
        showToast(t('withdrawn'))
        await askCasesAgain()
      },
    }),
  )
  const lost = found.decisions.at(-1)?.outcome === 'found' ? 'respondent' : 'claimant'
  const mayAppeal = found.state === 'decided' && lost === found.side
  const mayAskReview = found.mayAskReview && found.side === 'respondent'
  const isHeard = found.state === 'open' || found.state === 'evidence_requested'
  const until = mayAppeal ? found.appealUntil : found.side === 'respondent' ? found.answerUntil : null
  const mustAnswer = found.state === 'evidence_requested' && found.side === 'respondent' && !found.answeredAt
  return (
    <>
      <Notice
        tone={mustAnswer || mayAppeal ? 'warning' : 'info'}
        title={t(`next.${mustAnswer ? 'answer' : mayAppeal ? 'mayAppeal' : standingOf(found)}`)}
        action={
          mayAskReview ? (
            <Button onClick={() => setAct('appeal')}>{t('appeal.late')}</Button>
          ) : mayAppeal ? (
            <Button kind="primary" onClick={() => setAct('appeal')}>
              {t('appeal.open')}
            </Button>
          ) : isHeard ? (
            <Button kind={mustAnswer ? 'primary' : undefined} onClick={() => setAct('say')}>
              {t(mustAnswer ? 'say.answer' : 'say.open')}
            </Button>
          ) : null
        }
      >
        {until && (isHeard || mayAppeal) ? (
          <>
            {t('next.until')} <DateText at={until} />
          </>
        ) : null}
      </Notice>
      {isHeard && found.side === 'claimant' ? (
        <div className="row">
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ caseId: found.caseId })}>
            {t('withdraw')}
          </Button>
          <MutationError error={withdraw.error} />
        </div>
      ) : null}
      {act ? (
        <StatementDialog
          caseId={found.caseId}
          act={act}
          isLate={mayAskReview}
          onClose={() => setAct(undefined)}
        />
      ) : null}
    </>
  )
}

const REVIEWS = { asked: 'reviewAsked', upheld: 'reviewUpheld', overturned: 'reviewOverturned' } as const

/** A case that was carried out stands as its review does, if there is one. */
function standingOf({ state, review }: PartyCase) {
  return review ? REVIEWS[review.state] : state
}
