import { documentsOf, fieldsOf, findMissing, type Missing } from '@haowu/shared/find-missing.ts'
import { creditCodeProblem, tidyNumber } from '@haowu/shared/identity-numbers.ts'
import type { FormField } from '@haowu/shared/onboarding.ts'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CategoryName } from '#app/category-name.tsx'
import { ApplicationFields, IdentityField } from '#features/onboarding/application-fields.tsx'
import { ApplicationStatus } from '#features/onboarding/application-status.tsx'
import { ContractPanel } from '#features/onboarding/contract-panel.tsx'
import { PaperList } from '#features/onboarding/paper-list.tsx'
import { useSubjectName } from '#features/onboarding/subject-name.ts'
import { type SaveState, useAutosave } from '#features/onboarding/use-autosave.ts'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

type Desk = Outputs['applications']['desk']
type Own = NonNullable<Desk['own']>

const reread = () => queryClient.invalidateQueries({ queryKey: api.applications.desk.queryKey() })

/** An application that may be changed: saved as it is typed, with what is missing always in sight. */
export function ApplicationEditor({ desk, own }: { desk: Desk; own: Own }) {
  const { t } = useTranslation('onboarding')
  const { application } = own
  const { form, state, keep, flush } = useAutosave(application)
  const filled = {
    kind: application.partyKind,
    purpose: application.purpose,
    form,
    hasIdentity: own.identityMasked !== null,
    documents: own.documents.map(({ kind }) => kind),
    acceptedContract: desk.contract.acceptedAt !== null,
    needs: desk.needs,
  }
  const missing = findMissing(filled)
  const problemOf = useProblems(missing, form.creditCode)
  const submit = useMutation({
    mutationFn: async () => {
      const version = await flush()
      if (version !== null)
        await server.applications.submit.mutate({ applicationId: application.id, version })
    },
    onSuccess: async () => {
      await reread()
      showToast(t('state.submitted'))
    },
  })
  return (
    <>
      <ApplicationStatus own={own} missing={missing.length} depositShort={desk.depositShort} />
      <SaveLine state={state} />
      <section className="panel stack onboarding-form" aria-label={t('section.who')}>
        <h2>{t(application.partyKind === 'streamer' ? 'section.whoStreamer' : 'section.who')}</h2>
        <ApplicationFields
          fields={fieldsOf(filled)}
          form={form}
          problemOf={problemOf}
          onChange={change => keep({ ...form, ...change })}
        />
        {application.purpose === 'join' ? (
          <IdentityField
            masked={own.identityMasked}
            isOwn={application.partyKind === 'streamer'}
            onNumber={number => keep(form, number)}
          />
        ) : null}
      </section>
      <PaperList own={own} wanted={documentsOf(filled)} editable />
      <ContractPanel contract={desk.contract} isActive={desk.partyState === 'active'} />
      <MissingList missing={missing} />
      <MutationError error={submit.error} />
      <div className="row">
        <Button
          kind="primary"
          size="large"
          busy={submit.isPending}
          disabled={missing.length > 0 || state.at === 'stale'}
          onClick={() => submit.mutate()}
        >
          {t(application.state === 'needs_info' ? 'resubmit' : 'submit')}
        </Button>
      </div>
    </>
  )
}

/** What is wrong with what was filled in; a field that is still empty is listed below, not marked. */
function useProblems(missing: Missing[], creditCode: string | undefined) {
  const { t } = useTranslation('onboarding')
  return (field: FormField): string | null => {
    const found = missing.find(({ subject, problem }) => subject === field && problem !== 'empty')
    if (!found) return null
    const number = field === 'creditCode' ? creditCodeProblem(tidyNumber(creditCode ?? '')) : null
    return number ? t(`number.${number}`) : t(`problem.${found.problem}`)
  }
}

function MissingList({ missing }: { missing: Missing[] }) {
  const { t } = useTranslation('onboarding')
  const nameOf = useSubjectName()
  if (missing.length === 0) return <Notice tone="success">{t('nothingMissing')}</Notice>
  return (
    <section className="panel stack" aria-labelledby="missing">
      <h2 id="missing">{t('missingTitle')}</h2>
      <ul className="stack-tight">
        {missing.map(({ subject, problem, category }) => (
          <li key={subject}>
            {nameOf(subject)} <span className="secondary">· {t(`problem.${wordOf(subject, problem)}`)}</span>
            {category ? (
              <span className="secondary">
                {' '}
                · <CategoryName code={category} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function wordOf(subject: Missing['subject'], problem: Missing['problem']) {
  if (problem !== 'empty') return problem
  if (subject === 'contract') return 'emptyContract'
  return subject.startsWith('document.') ? 'emptyDocument' : 'empty'
}

function SaveLine({ state }: { state: SaveState }) {
  const { t } = useTranslation('onboarding')
  const failureText = useFailureText()
  if (state.at === 'stale') {
    return (
      <Notice
        tone="warning"
        title={t('staleTitle')}
        action={
          <Button size="small" onClick={() => location.reload()}>
            {t('loadLatest')}
          </Button>
        }
      >
        {t('staleBody')}
      </Notice>
    )
  }
  return (
    <p className="small secondary" role="status">
      {state.at === 'failed' ? t('unsaved', { why: failureText(state.error) }) : t(state.at)}
    </p>
  )
}
