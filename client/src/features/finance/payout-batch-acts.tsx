import { formatYuan } from '@haowu/shared/money.ts'
import { PAYOUT_WAYS, type PayoutWay } from '@haowu/shared/settlement.ts'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { DownloadButton } from '#app/download-button.tsx'
import type { Batch } from '#features/finance/payout-batch-page.tsx'
import type { BatchActs } from '#features/finance/use-batch-acts.ts'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { FormSelect } from '#ui/form-select.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type Props = { batch: Batch; acts: BatchActs }

/** What may be done with the batch as it stands now; each act names the lines that were on the screen. */
export function PayoutBatchActs({ batch, acts }: Props) {
  switch (batch.state) {
    case 'collected':
      return <Submit batch={batch} acts={acts} />
    case 'submitted':
      return <Decide batch={batch} acts={acts} />
    case 'approved':
      return batch.way === 'file' ? <BankFile batch={batch} acts={acts} /> : null
    case 'rejected':
      return null
    default:
      return batch.state satisfies never
  }
}

function Submit({ batch: { batchId, version, count }, acts: { submit } }: Props) {
  const { t } = useTranslation('payout-batch')
  const [way, setWay] = useState<PayoutWay>('rail')
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
          onClick={() => submit.act({ batchId, version, way })}
        >
          {t('submit')}
        </Button>
      </div>
      <MutationError error={submit.error} />
    </section>
  )
}

function Decide({ batch, acts: { decide } }: Props) {
  const { t } = useTranslation('payout-batch')
  const userId = useRouteContext({ from: '/workspace', select: ({ me }) => me.user.userId })
  const { batchId, version, makerId, count } = batch
  const amount = `¥${formatYuan(BigInt(batch.amountFen))}`
  if (makerId === userId) return <p className="secondary">{t('yours')}</p>
  return (
    <section className="panel stack">
      <p>{t('approveWords')}</p>
      <div className="row">
        <ConfirmButton
          kind="primary"
          busy={decide.isPending}
          words={t('approveSure', { count, amount })}
          onConfirm={() => decide.act({ batchId, version, decision: 'approve' })}
        >
          {t('approve')}
        </ConfirmButton>
        <ConfirmButton
          kind="danger"
          busy={decide.isPending}
          words={t('rejectWords')}
          onConfirm={() => decide.act({ batchId, version, decision: 'reject' })}
        >
          {t('reject')}
        </ConfirmButton>
      </div>
      <MutationError error={decide.error} />
    </section>
  )
}

function BankFile({ batch: { batchId, no, filedAt, lines }, acts: { makeFile, payInDemo } }: Props) {
  const { t } = useTranslation('payout-batch')
  const isWaiting = filedAt !== null && lines.some(({ state }) => state === 'sent' || state === 'unknown')
  return (
    <section className="panel stack">
      <p>{t(filedAt ? 'fileMade' : 'fileWords')}</p>
      <div className="row">
        {filedAt ? (
          <DownloadButton path="/api/finance/payout-file" query={{ batchId }} fileName={no} format="csv" />
        ) : (
          <ConfirmButton
            busy={makeFile.isPending}
            words={t('fileSure')}
            onConfirm={() => makeFile.act({ batchId })}
          >
            {t('makeFile')}
          </ConfirmButton>
        )}
      </div>
      {isWaiting ? <DemoBank batchId={batchId} payInDemo={payInDemo} /> : null}
      <MutationError error={makeFile.error ?? payInDemo.error} />
    </section>
  )
}

/** Demo mode only: the simulated bank pays the file and answers for each line. */
function DemoBank({ batchId, payInDemo }: { batchId: string; payInDemo: BatchActs['payInDemo'] }) {
  const { t } = useTranslation('payout-batch')
  const clock = useQuery({ ...api.demo.clock.queryOptions(), retry: false })
  if (!clock.data) return null
  return (
    <div className="stack-tight">
      <p className="small secondary">{t('demoBankWords')}</p>
      <div className="row">
        <Button busy={payInDemo.isPending} onClick={() => payInDemo.act({ batchId })}>
          {t('demoBank')}
        </Button>
      </div>
    </div>
  )
}
