import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import type { DeskCase } from '#features/cases/case-kinds.ts'
import { CaseTimeline } from '#features/cases/case-timeline.tsx'
import { ClausePanel } from '#features/cases/clause-panel.tsx'
import { ComparedFields } from '#features/cases/compared-fields.tsx'
import { DecisionPanel } from '#features/cases/decision-panel.tsx'
import { DeskActions } from '#features/cases/desk-actions.tsx'
import { HintsTable } from '#features/cases/hints-table.tsx'
import { NextCase } from '#features/cases/next-case.tsx'
import { MoneyFacts } from '#features/cases/money-facts.tsx'
import { SaidList } from '#features/cases/said-list.tsx'
import { Snapshots } from '#features/cases/snapshots.tsx'
import { useClauseWords } from '#features/cases/use-clause-words.ts'
import { DateText } from '#ui/date-text.tsx'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './cases.css'

const route = getRouteApi('/workspace/operator/cases/$caseId')

/** Everything an operator needs before deciding, and the acts that the case allows now. */
export function DeskCasePage() {
  const { caseId } = route.useParams()
  const { t } = useTranslation('case')
  const words = useClauseWords()
  const query = useQuery(api.caseDesk.get.queryOptions({ caseId }))
  return (
    <Page
      title={query.data ? words(query.data.clause).title : t('desk.title')}
      lead={query.data ? <span className="mono">{query.data.caseNo}</span> : null}
      back={<Link to="/operator/cases">{t('desk.title')}</Link>}
      actions={<NextCase caseId={caseId} />}
    >
      <QueryView query={query}>{found => <DeskView found={found} />}</QueryView>
    </Page>
  )
}

function DeskView({ found }: { found: DeskCase }) {
  const { t } = useTranslation('case')
  return (
    <>
      <DeskActions found={found} />
      <dl className="facts">
        <Fact label={t('column.state')}>
          <StateTag of="case" state={found.state} />
        </Fact>
        <Fact label={t('side.respondent')}>{found.respondentName}</Fact>
        <Fact label={t('side.claimant')}>{found.claimantName ?? t(`claimant.${found.claimantKind}`)}</Fact>
        <Fact label={t('fact.order')}>
          {found.orderNo ? <span className="mono">{found.orderNo}</span> : '–'}
        </Fact>
        <Fact label={t('fact.item')}>{found.itemTitle ?? '–'}</Fact>
        <Fact label={t('fact.held')}>
          <Money fen={found.heldFen} /> / <Money fen={found.expectedFen} />
        </Fact>
        <MoneyFacts found={found} />
        {found.dueAt && found.endedAt === null ? (
          <Fact label={t('fact.due')}>
            <DateText at={found.dueAt} />
          </Fact>
        ) : null}
      </dl>
      {found.decisions.map(decision => (
        <DecisionPanel
          key={decision.id}
          decision={decision}
          who={decision.checkerName ? `${decision.makerName} + ${decision.checkerName}` : decision.makerName}
        />
      ))}
      <ComparedFields fields={found.comparison} />
      <SaidList caseId={found.caseId} said={found.said} />
      <ClausePanel clause={found.clause} eventAt={found.eventAt} />
      <HintsTable hints={found.hints} />
      <CaseTimeline events={found.events} />
      <Snapshots snapshots={found.snapshots} />
    </>
  )
}
