import { APPLICANT_KINDS } from '@haowu/shared/onboarding.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { PublishContractDialog } from '#features/onboarding/publish-contract-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import './onboarding.css'

type Contract = Outputs['reviews']['contracts']['contracts'][number]

/** What each kind of party signs: the newest version, those before it, who has accepted, and the way to the next one. */
export function ContractsPage() {
  const { t } = useTranslation('review')
  const { kind = 'supplier' } = useSearch({ from: '/workspace/operator/contracts' })
  const navigate = useNavigate({ from: '/operator/contracts' })
  const [publishing, setPublishing] = useState(false)
  const query = useQuery(api.reviews.contracts.queryOptions())
  return (
    <Page
      title={t('contracts.title')}
      lead={t('contracts.lead')}
      back={<Link to="/operator/reviews">{t('back')}</Link>}
      actions={
        <Button kind="primary" icon="plus" disabled={!query.data} onClick={() => setPublishing(true)}>
          {t('contracts.next')}
        </Button>
      }
    >
      <Tabs
        label={t('contracts.kinds')}
        value={kind}
        options={APPLICANT_KINDS.map(value => ({ value, label: t(`kind.${value}`) }))}
        onChange={value => navigate({ search: { kind: value } })}
      />
      <QueryView query={query}>
        {({ contracts, ...notice }) => {
          const [newest, ...earlier] = contracts.filter(contract => contract.kind === kind)
          if (!newest) return <EmptyState title={t('contracts.none')} />
          return (
            <div className="stack">
              <Version contract={newest} />
              {earlier.length > 0 ? <h2>{t('contracts.earlier')}</h2> : null}
              {earlier.map(contract => (
                <details key={contract.contractId} className="panel">
                  <summary>
                    <VersionHead contract={contract} />
                  </summary>
                  <Clauses contract={contract} />
                </details>
              ))}
              {publishing ? (
                <PublishContractDialog newest={newest} notice={notice} onClose={() => setPublishing(false)} />
              ) : null}
            </div>
          )
        }}
      </QueryView>
    </Page>
  )
}

function Version({ contract }: { contract: Contract }) {
  return (
    <section className="panel stack">
      <VersionHead contract={contract} />
      <Clauses contract={contract} />
    </section>
  )
}

const TONES = { in_force: 'success', coming: 'info', past: 'neutral' } as const

function VersionHead({ contract }: { contract: Contract }) {
  const { t } = useTranslation('review')
  const { version, standing, signed, bound } = contract
  return (
    <span className="row">
      <span className="strong">{t('contracts.version', { version })}</span>
      <StatusTag tone={TONES[standing]} shape={standing === 'coming' ? 'waiting' : 'live'}>
        {t(`contracts.standing.${standing}`)}
      </StatusTag>
      <span className="small secondary">
        {t('contracts.from')} <DateText at={contract.effectiveFrom} form="day" />
        {standing === 'past' ? null : ` · ${t('contracts.signed', { signed, bound })}`}
      </span>
    </span>
  )
}

function Clauses({ contract }: { contract: Contract }) {
  const { i18n } = useTranslation('review')
  return (
    <ol className="clauses">
      {contract.clauses.map(clause => (
        <li key={clause.zh}>{i18n.language === 'en' ? clause.en : clause.zh}</li>
      ))}
    </ol>
  )
}
