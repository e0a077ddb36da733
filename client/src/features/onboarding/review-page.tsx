import { REVIEW_CHECKS, type Subject } from '@haowu/shared/onboarding.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CategoryName } from '#app/category-name.tsx'
import { ApplicationTag } from '#features/onboarding/application-status.tsx'
import { RefusalFields } from '#features/onboarding/refusal-fields.tsx'
import { FindingsDialog } from '#features/onboarding/findings-dialog.tsx'
import { ReviewEvidence } from '#features/onboarding/review-evidence.tsx'
import { ReviewFindings, ReviewHistory } from '#features/onboarding/review-history.tsx'
import { ReviewTicks } from '#features/onboarding/review-ticks.tsx'
import { useDecision } from '#features/onboarding/use-decision.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './onboarding.css'

type Review = Outputs['reviews']['get']

/** One application: the evidence on the left, the decision on the right, and the next one a key away. */
export function ReviewPage() {
  const { t } = useTranslation('review')
  const { applicationId } = useParams({ from: '/workspace/operator/reviews/$applicationId' })
  const query = useQuery(api.reviews.get.queryOptions({ applicationId }))
  return (
    <Page
      title={query.data?.application.partyName ?? t('title')}
      lead={t('keys')}
      back={<Link to="/operator/reviews">{t('back')}</Link>}
    >
      <QueryView query={query}>{review => <ReviewView key={applicationId} review={review} />}</QueryView>
    </Page>
  )
}

function ReviewView({ review }: { review: Review }) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  const { application } = review
  return (
    <>
      <div className="row">
        <span className="strong">{t(`kind.${application.partyKind}`)}</span>
        {words(`purpose.${application.purpose}`)} <ApplicationTag state={application.state} />
        <span className="small secondary">{t('round', { round: application.round })}</span>
      </div>
      <div className="review-columns">
        <ReviewEvidence review={review} />
        <div className="stack review-decision">
          {application.appealWords ? (
            <Notice tone="warning" title={t('appealWords')}>
              {application.appealWords}
            </Notice>
          ) : null}
          <Signals review={review} />
          <Decision review={review} />
          <ReviewFindings review={review} />
          <ReviewHistory review={review} />
        </div>
      </div>
    </>
  )
}

function Signals({ review: { signals } }: { review: Review }) {
  const { t } = useTranslation('review')
  if (signals.length === 0) return <Notice tone="success">{t('noSignals')}</Notice>
  return (
    <Notice tone="warning" title={t('signals')}>
      {signals.map(({ kind, partyName }) => (
        <div key={`${kind} ${partyName}`}>{t(`signal.${kind}`, { party: partyName })}</div>
      ))}
    </Notice>
  )
}

function Decision({ review }: { review: Review }) {
  const { t } = useTranslation('review')
  const { application, isMine } = review
  const act = useDecision(review)
  const isOpen = application.state === 'submitted' || application.state === 'in_review'
  if (!isOpen) return null
  return (
    <section className="panel stack" aria-label={t('checks')}>
      <ClaimLine
        review={review}
        mayTake={act.mayTake}
        onClaim={() => act.claim.mutate({ applicationId: application.id })}
      />
      <ReviewTicks
        label={t('checks')}
        options={REVIEW_CHECKS[application.partyKind]}
        chosen={act.checks}
        disabled={!isMine}
        onChange={act.setChecks}
      >
        {check => t(`check.${check}`)}
      </ReviewTicks>
      {application.partyKind === 'supplier' ? (
        <ReviewTicks
          label={t('grant')}
          options={application.form.categories ?? []}
          chosen={act.granted}
          disabled={!isMine}
          onChange={act.setGranted}
        >
          {code => <CategoryName code={code} />}
        </ReviewTicks>
      ) : null}
      {isMine && act.refusesSome ? <RefusalFields refusal={act.refusal} onChange={act.setRefusal} /> : null}
      {isMine && !act.ready ? (
        <p className="small secondary">{t(act.allChecked ? 'grantSome' : 'tickAll')}</p>
      ) : null}
      <MutationError error={act.claim.error ?? act.approve.error} />
      <div className="row">
        <Button kind="primary" disabled={!act.ready} busy={act.approve.isPending} onClick={act.doApprove}>
          {t('approve')}
        </Button>
        <Button disabled={!isMine} onClick={() => act.setAsking('needs_info')}>
          {t('askForInfo')}
        </Button>
        <Button kind="danger" disabled={!isMine} onClick={() => act.setAsking('rejected')}>
          {t('reject')}
        </Button>
      </div>
      {act.asking ? (
        <FindingsDialog
          verdict={act.asking}
          subjects={subjectsOf(review)}
          busy={act.send.isPending}
          error={act.send.error}
          onSend={findings => act.send.mutate(findings)}
          onClose={() => act.setAsking(null)}
        />
      ) : null}
    </section>
  )
}

function subjectsOf({ wanted, fields, identityMasked }: Review): Subject[] {
  return [
    ...wanted.map(({ document }) => `document.${document}` as const),
    ...fields,
    ...(identityMasked ? (['identityNo'] as const) : []),
  ]
}

type ClaimLineProps = { review: Review; mayTake: boolean; onClaim: () => void }

function ClaimLine({ review, mayTake, onClaim }: ClaimLineProps) {
  const { t } = useTranslation('review')
  const { application, isMine } = review
  const release = useMutation(
    api.reviews.release.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.reviews.pathKey() }),
    }),
  )
  if (isMine && application.claimedUntil) {
    return (
      <div className="row">
        {t('claimedByMe')} · <span className="secondary">{t('claimedUntil')}</span>{' '}
        <DateText at={application.claimedUntil} />
        <Button size="small" onClick={() => release.mutate({ applicationId: application.id })}>
          {t('release')}
        </Button>
        <MutationError error={release.error} />
      </div>
    )
  }
  return (
    <div className="row">
      {mayTake ? (
        <Button kind="primary" onClick={onClaim}>
          {t('claim')}
        </Button>
      ) : (
        <span>{t('claimedBy', { name: review.claimedBy ?? '' })}</span>
      )}
    </div>
  )
}
