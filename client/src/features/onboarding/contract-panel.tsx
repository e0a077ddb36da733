import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Desk = Outputs['applications']['desk']

/** The newest version of the contract, clause by clause, and whether and until when it is to be accepted. */
export function ContractPanel({ contract, isActive }: { contract: Desk['contract']; isActive: boolean }) {
  const { t, i18n } = useTranslation('onboarding')
  const role = useRouteContext({ from: '/workspace', select: ({ active }) => active?.role })
  const accept = useMutation(
    api.applications.acceptContract.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.applications.desk.queryKey() }),
    }),
  )
  return (
    <section className="panel stack" aria-labelledby="contract">
      <div className="row">
        <h2 id="contract">
          {t('section.contract')} · {t('contractVersion', { version: contract.version })}
        </h2>
        {contract.acceptedAt ? (
          <StatusTag tone="success" shape="live">
            {t('contractAccepted')} <DateText at={contract.acceptedAt} form="day" />
          </StatusTag>
        ) : null}
      </div>
      {isActive && !contract.acceptedAt ? (
        <Notice tone="warning">
          {t(role === 'supplier' ? 'contractNeeded' : 'contractAsked')}{' '}
          <DateText at={contract.neededFrom} form="day" />
        </Notice>
      ) : null}
      <ol className="clauses">
        {contract.clauses.map(clause => (
          <li key={clause.zh}>{i18n.language === 'en' ? clause.en : clause.zh}</li>
        ))}
      </ol>
      {contract.acceptedAt ? null : (
        <div>
          <Button
            kind="primary"
            busy={accept.isPending}
            onClick={() => accept.mutate({ contractId: contract.id })}
          >
            {t('accept')}
          </Button>
        </div>
      )}
      <MutationError error={accept.error} />
    </section>
  )
}
