import { PAYOUT_WAYS, type PayoutWay } from '@haowu/shared/settlement.ts'
import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { DownloadButton } from '#app/download-button.tsx'
import type { Batch } from '#features/finance/payout-batch-page.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { FormSelect } from '#ui/form-select.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** What may be done with the batch as it stands now; each act names the lines that were on the screen. */
export function PayoutBatchActs({ batch }: { batch: Batch }) {
  switch (batch.state) {
    case 'collected':
      return <Submit batch={batch} />
    case 'submitted':
      return <Decide batch={batch} />
    case 'approved':
      return batch.way === 'file' ? <BankFile batch={batch} /> : null
    case 'rejected':
      return null
    default:
      return batch.state satisfies never
  }
}

const reload = () => queryClient.invalidateQueries({ queryKey: api.payoutBatches.pathKey() })

function Submit({ batch: { batchId, version, count } }: { batch: Batch }) {
  const { t } = useTranslation('payout-batch')
  const [way, setWay] = useState<PayoutWay>('rail')
  const submit = useMutation(api.payoutBatches.submit.mutationOptions({ onSettled: reload }))
  return (
    <section className="panel stack">
      <FormSelect
        label={t('way')}
        value={way}
        options={PAYOUT_WAYS.map(value => ({ value, label: t(`ways.${value}`) }))}
        onChange={setWay}
      />
      <div className="row">
        <Button
          kind="primary"
          busy={submit.isPending}
          disabled={count === 0}
          onClick={() => submit.mutate({ batchId, version, way })}
        >
          {t('submit')}
        </Button>
      </div>
      <MutationError error={submit.error} />
    </section>
  )
}

function Decide({ batch: { batchId, version, makerId } }: { batch: Batch }) {
  const { t } = useTranslation('payout-batch')
  const userId = useRouteContext({ from: '/workspace', select: ({ me }) => me.user.userId })
  const decide = useMutation(api.payoutBatches.decide.mutationOptions({ onSettled: reload }))
  if (makerId === userId) return <p className="secondary">{t('yours')}</p>
  return (
    <section className="panel stack">
      <p>{t('approveWords')}</p>
      <div className="row">
        <Button
          kind="primary"
          busy={decide.isPending}
          onClick={() => decide.mutate({ batchId, version, decision: 'approve' })}
        >
          {t('approve')}
        </Button>
        <ConfirmButton
          kind="danger"
          busy={decide.isPending}
          words={t('rejectWords')}
          onConfirm={() => decide.mutate({ batchId, version, decision: 'reject' })}
        >
          {t('reject')}
        </ConfirmButton>
      </div>
      <MutationError error={decide.error} />
    </section>
  )
}

function BankFile({ batch: { batchId, no, filedAt } }: { batch: Batch }) {
  const { t } = useTranslation('payout-batch')
  const make = useMutation(api.payoutBatches.makeFile.mutationOptions({ onSettled: reload }))
  return (
    <section className="panel stack">
      <p>{t(filedAt ? 'fileMade' : 'fileWords')}</p>
      <div className="row">
        {filedAt ? (
          <DownloadButton path="/api/finance/payout-file" query={{ batchId }} fileName={no} format="csv" />
        ) : (
          <ConfirmButton
            busy={make.isPending}
            words={t('fileSure')}
            onConfirm={() => make.mutate({ batchId })}
          >
            {t('makeFile')}
          </ConfirmButton>
        )}
      </div>
      <MutationError error={make.error} />
    </section>
  )
}
