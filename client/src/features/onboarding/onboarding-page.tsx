import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CategoryName } from '#app/category-name.tsx'
import { AgencyPanel } from '#features/onboarding/agency-panel.tsx'
import { ApplicationEditor } from '#features/onboarding/application-editor.tsx'
import { ApplicationStatus } from '#features/onboarding/application-status.tsx'
import { ContractPanel } from '#features/onboarding/contract-panel.tsx'
import { VerifyNotice } from '#features/onboarding/verify-notice.tsx'
import { PaperList } from '#features/onboarding/paper-list.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'
import './onboarding.css'

type Desk = Outputs['applications']['desk']
type Own = NonNullable<Desk['own']>

const reread = () => queryClient.invalidateQueries()

/** How a party comes to take part: its application, its contract, and what it may sell. */
export function OnboardingPage() {
  const { t } = useTranslation('onboarding')
  const query = useQuery({ ...api.applications.desk.queryOptions(), refetchInterval: 20_000 })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <VerifyNotice />
      <QueryView query={query}>{desk => <DeskView desk={desk} />}</QueryView>
      <AgencyPanel />
    </Page>
  )
}

const OPEN = ['draft', 'submitted', 'in_review', 'needs_info']

function DeskView({ desk }: { desk: Desk }) {
  const { t } = useTranslation('onboarding')
  const { own } = desk
  const isActive = desk.partyState === 'active'
  const isOpen = own !== null && OPEN.includes(own.application.state)
  const start = useMutation(api.applications.start.mutationOptions({ onSuccess: reread }))
  const mayStart = !isOpen && (!isActive || desk.admissions.length > 0)
  const editable = own?.application.state === 'draft' || own?.application.state === 'needs_info'
  return (
    <>
      {own && editable ? <ApplicationEditor key={own.application.id} desk={desk} own={own} /> : null}
      {own && !editable ? <ApplicationView desk={desk} own={own} /> : null}
      {own && !editable && isActive && !isOpen ? <ContractPanel contract={desk.contract} isActive /> : null}
      {own ? null : <ContractPanel contract={desk.contract} isActive={isActive} />}
      {desk.admissions.length > 0 ? <Admissions desk={desk} /> : null}
      {own ? <Ways own={own} /> : null}
      {mayStart ? (
        <div className="row">
          <Button
            icon="plus"
            busy={start.isPending}
            onClick={() => start.mutate({ purpose: isActive ? 'categories' : 'join' })}
          >
            {t(isActive ? 'askMore' : own ? 'beginAgain' : 'begin')}
          </Button>
        </div>
      ) : null}
      <MutationError error={start.error} />
      {own ? <History own={own} /> : null}
    </>
  )
}

/** An application that is out of the applicant's hands, or over. */
function ApplicationView({ desk, own }: { desk: Desk; own: Own }) {
  return (
    <>
      <ApplicationStatus own={own} missing={own.missing.length} depositShort={desk.depositShort} />
      {desk.partyState === 'active' ? null : <PaperList own={own} wanted={own.wanted} editable={false} />}
    </>
  )
}

function Admissions({ desk }: { desk: Desk }) {
  const { t } = useTranslation('onboarding')
  return (
    <section className="panel stack" aria-labelledby="admissions">
      <h2 id="admissions">{t('section.admissions')}</h2>
      <ul className="facts">
        {desk.admissions.map(({ category, since }) => (
          <li key={category}>
            <div className="strong">
              <CategoryName code={category} />
            </div>
            <span className="small secondary">
              {t('admittedSince')} <DateText at={since} form="day" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Withdrawing, and the one appeal. */
function Ways({ own: { application, next } }: { own: Own }) {
  const { t } = useTranslation('onboarding')
  const [asking, setAsking] = useState<'withdraw' | 'appeal' | null>(null)
  const close = () => setAsking(null)
  return (
    <div className="row">
      {OPEN.includes(application.state) ? (
        <Button kind="quiet" onClick={() => setAsking('withdraw')}>
          {t('withdraw')}
        </Button>
      ) : null}
      {next.step === 'appeal' ? (
        <Button kind="primary" onClick={() => setAsking('appeal')}>
          {t('appeal')}
        </Button>
      ) : null}
      {asking === 'withdraw' ? <WithdrawDialog applicationId={application.id} onClose={close} /> : null}
      {asking === 'appeal' ? <AppealDialog applicationId={application.id} onClose={close} /> : null}
    </div>
  )
}

type DialogProps = { applicationId: string; onClose: () => void }

function WithdrawDialog({ applicationId, onClose }: DialogProps) {
  const { t } = useTranslation('onboarding')
  const withdraw = useMutation(
    api.applications.withdraw.mutationOptions({
      onSuccess: async () => {
        onClose()
        await reread()
        showToast(t('withdrawn'), { tone: 'info' })
      },
    }),
  )
  return (
    <Dialog title={t('withdrawTitle')} onClose={onClose}>
      <p>{t('withdrawBody')}</p>
      <MutationError error={withdraw.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('keep')}</Button>
        <Button kind="danger" busy={withdraw.isPending} onClick={() => withdraw.mutate({ applicationId })}>
          {t('withdraw')}
        </Button>
      </div>
    </Dialog>
  )
}

function AppealDialog({ applicationId, onClose }: DialogProps) {
  const { t } = useTranslation('onboarding')
  const [words, setWords] = useState('')
  const appeal = useMutation(
    api.applications.appeal.mutationOptions({
      onSuccess: async () => {
        onClose()
        await reread()
        showToast(t('appealed'))
      },
    }),
  )
  return (
    <Dialog title={t('appealTitle')} onClose={onClose}>
      <p className="secondary">{t('appealNote')}</p>
      <label className="stack-tight">
        {t('appealWords')}
        <textarea
          className="field"
          rows={5}
          maxLength={2_000}
          value={words}
          onChange={event => setWords(event.target.value)}
        />
      </label>
      <MutationError error={appeal.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button
          kind="primary"
          busy={appeal.isPending}
          disabled={words.trim() === ''}
          onClick={() => appeal.mutate({ applicationId, words })}
        >
          {t('appeal')}
        </Button>
      </div>
    </Dialog>
  )
}

function History({ own: { events } }: { own: Own }) {
  const { t } = useTranslation('onboarding')
  if (events.length === 0) return <EmptyState title={t('section.history')} />
  return (
    <section className="panel stack" aria-labelledby="history">
      <h2 id="history">{t('section.history')}</h2>
      <ol className="stack-tight">
        {events.map(({ id, kind, at }) => (
          <li key={id} className="row">
            <DateText at={at} /> {t(`event.${kind as 'started'}`)}
          </li>
        ))}
      </ol>
    </section>
  )
}
