import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { AdjustmentActs } from '#features/adjustments/adjustment-acts.tsx'
import { AdjustmentStateTag } from '#features/adjustments/adjustment-state-tag.tsx'
import { splitAccountCode, useAccountName } from '#features/finance/account-name.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Fact, MomentFact } from '#ui/fact.tsx'
import { Icon } from '#ui/icon.tsx'
import { Money } from '#ui/money.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import './adjustments.css'

export type Adjustment = Outputs['adjustments']['get']
type Line = Adjustment['lines'][number]

/** One adjustment: what moves by which legs, why, the evidence, who decided what, and what may be done now. */
export function AdjustmentPage() {
  const { t } = useTranslation('adjustment')
  const { adjustmentId } = useParams({ from: '/workspace/finance/adjustments/$adjustmentId' })
  const query = useQuery(api.adjustments.get.queryOptions({ adjustmentId }))
  return (
    <Page
      title={query.data?.no ?? t('title')}
      lead={query.data ? t(`reason.${query.data.reason}`) : null}
      back={
        <Link to="/finance/adjustments">
          <Icon name="back" size={16} />
          {t('back')}
        </Link>
      }
    >
      <QueryView query={query} lines={8}>
        {adjustment => (
          <>
            <Head adjustment={adjustment} />
            <Lines adjustment={adjustment} />
            <Decisions adjustment={adjustment} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Head({ adjustment }: { adjustment: Adjustment }) {
  const { t } = useTranslation('adjustment')
  const { id, reversesId, reversesNo, transactionId, approvalsNeeded } = adjustment
  return (
    <section className="panel stack">
      <div className="row">
        <AdjustmentStateTag row={adjustment} />
        <span className="strong adjustment-amount">
          <Money fen={adjustment.amountFen} />
        </span>
      </div>
      <p className="adjustment-note">{adjustment.note}</p>
      <dl className="facts">
        <Fact label={t('page.maker')}>{adjustment.makerName}</Fact>
        <MomentFact label={t('page.submittedAt')} at={adjustment.submittedAt} />
        <MomentFact label={t('page.decidedAt')} at={adjustment.decidedAt} />
        {approvalsNeeded === null ? null : (
          <Fact label={t('page.decisions')}>
            {t('ofPeople', { done: adjustment.approvals, needed: approvalsNeeded })}
          </Fact>
        )}
        {adjustment.evidenceKey === null ? null : (
          <Fact label={t('form.evidence')}>
            <a href={`/api/adjustments/${id}/file`}>{t('page.evidence')}</a>
          </Fact>
        )}
        {reversesId === null ? null : (
          <Fact label={t('page.reverses')}>
            <Link to="/finance/adjustments/$adjustmentId" params={{ adjustmentId: reversesId }}>
              {reversesNo}
            </Link>
          </Fact>
        )}
        {transactionId === null ? null : (
          <Fact label={t('page.entry')}>
            <Link to="/finance/ledger" search={{ entry: transactionId }}>
              #{transactionId}
            </Link>
          </Fact>
        )}
      </dl>
      <AdjustmentActs adjustment={adjustment} />
    </section>
  )
}

function Lines({ adjustment }: { adjustment: Adjustment }) {
  const { t } = useTranslation('adjustment')
  const accountName = useAccountName()
  const account = (code: string, party: string | null) => {
    const { kind, partyId } = splitAccountCode(code)
    return `${accountName(kind)}${partyId === null ? '' : ` · ${party ?? ''}`}`
  }
  const columns: Column<Line>[] = [
    { key: 'pair', title: t('page.pair'), heading: true, cell: line => t(`pair.${line.pair}`) },
    { key: 'debit', title: t('page.debit'), cell: line => account(line.debit, line.partyName) },
    { key: 'credit', title: t('page.credit'), cell: line => account(line.credit, line.partyName) },
    { key: 'amount', title: t('page.amount'), align: 'end', cell: line => <Money fen={line.amountFen} /> },
  ]
  return (
    <section className="stack" aria-labelledby="lines">
      <h2 id="lines">{t('page.lines')}</h2>
      <DataTable
        caption={t('page.lines')}
        columns={columns}
        rows={adjustment.lines}
        rowKey={line => `${line.pair} ${line.partyId ?? ''} ${line.amountFen}`}
      />
    </section>
  )
}

function Decisions({ adjustment: { decisions, state } }: { adjustment: Adjustment }) {
  const { t } = useTranslation('adjustment')
  if (state === 'draft' || state === 'discarded') return null
  return (
    <section className="stack" aria-labelledby="decisions">
      <h2 id="decisions">{t('page.decisions')}</h2>
      {decisions.length === 0 ? <p className="secondary">{t('page.noDecision')}</p> : null}
      <ul className="adjustment-decisions">
        {decisions.map(({ checkerId, checkerName, approved, note, decidedAt }) => (
          <li key={checkerId} className="row">
            <StatusTag tone={approved ? 'success' : 'danger'} shape={approved ? 'live' : 'refused'}>
              {t(approved ? 'page.agreed' : 'page.refused')}
            </StatusTag>
            <span>{checkerName}</span>
            <span className="secondary">
              <DateText at={decidedAt} />
            </span>
            {note === null ? null : <span>{note}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
