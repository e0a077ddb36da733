import { mismatchInput } from '@haowu/shared/cases.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { forgetCheck } from '#features/parcel/keep-check.ts'
import type { CheckSum, ParcelCheck } from '#features/parcel/parcel-check.ts'
import { ParcelPhotos } from '#features/parcel/parcel-photos.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** What follows from the ticks: go on, confirm the receipt, or report what is different. */
export function FinishCheck(props: FinishProps) {
  const { sum } = props
  const { t } = useTranslation('parcel')
  if (sum.differences.length + sum.wordless.length > 0) return <ReportDifferences {...props} />
  if (sum.checked < sum.total) return <p className="secondary">{t('goOn')}</p>
  return <AllSame {...props} />
}

function AllSame({ order, linkToken }: FinishProps) {
  const { t } = useTranslation('parcel')
  const confirm = useMutation(
    api.checkout.confirmReceipt.mutationOptions({
      onSuccess: async () => {
        forgetCheck(order.orderNo)
        await queryClient.invalidateQueries(api.checkout.get.queryFilter({ linkToken }))
      },
    }),
  )
  if (order.state !== 'shipped') {
    return (
      <div role="status">
        <Notice tone="success" title={t('allSame')}>
          {t('allSameReceived')}
        </Notice>
      </div>
    )
  }
  return (
    <div className="stack-tight">
      <Notice
        tone="success"
        title={t('allSame')}
        action={
          <Button
            kind="primary"
            size="large"
            busy={confirm.isPending}
            onClick={() => confirm.mutate({ linkToken })}
          >
            {t('confirmReceipt')}
          </Button>
        }
      >
        {t('allSameNote')}
      </Notice>
      <MutationError error={confirm.error} />
    </div>
  )
}

function ReportDifferences({
  order,
  reportCode,
  linkToken,
  check,
  sum,
  onChange,
  onRefused,
  onReported,
}: FinishProps) {
  const { t } = useTranslation('parcel')
  const statementId = useId()
  const [silent, setSilent] = useState(false)
  const report = useMutation(
    api.cases.reportMismatch.mutationOptions({
      // Without a network it fails at once and says so, instead of waiting for one unseen.
      networkMode: 'always',
      onSuccess: ({ caseNo }) => {
        forgetCheck(order.orderNo)
        onReported(caseNo)
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const input = mismatchInput.safeParse({
      orderToken: linkToken,
      reportCode,
      fields: sum.differences,
      statement: check.statement,
      photoKeys: check.photos.map(({ key }) => key),
    })
    const wordless = sum.wordless.length > 0
    // At once, so that what is wrong is marked before the first of it is looked for.
    flushSync(() => {
      setSilent(check.statement.trim() === '')
      if (wordless) onRefused()
    })
    if (wordless || !input.success) {
      document.querySelector<HTMLElement>('.parcel [aria-invalid]')?.focus()
      return
    }
    report.mutate(input.data)
  }
  const count = sum.differences.length + sum.wordless.length
  return (
    <form className="panel stack" aria-labelledby={`${statementId}-title`} onSubmit={submit} noValidate>
      <div>
        <h2 id={`${statementId}-title`}>{t('differencesFound', { count })}</h2>
        <p>{t('whatHappens')}</p>
      </div>
      <div className="stack-tight">
        <label htmlFor={statementId} className="strong">
          {t('statement')}
        </label>
        <textarea
          id={statementId}
          className="field parcel-statement"
          rows={4}
          maxLength={2_000}
          value={check.statement}
          placeholder={t('statementExample')}
          aria-invalid={silent || undefined}
          aria-describedby={silent ? `${statementId}-wrong` : undefined}
          onChange={event => {
            setSilent(false)
            onChange({ ...check, statement: event.target.value })
          }}
        />
        {silent ? (
          <span id={`${statementId}-wrong`} className="field-error">
            {t('statementMissing')}
          </span>
        ) : null}
      </div>
      <ParcelPhotos
        photos={check.photos}
        linkToken={linkToken}
        onChange={photos => onChange({ ...check, photos })}
      />
      <MutationError error={report.error} />
      <Button type="submit" kind="primary" size="large" block busy={report.isPending}>
        {t('report', { count })}
      </Button>
    </form>
  )
}

type FinishProps = {
  order: Outputs['checkout']['get']
  reportCode: string
  linkToken: string
  check: ParcelCheck
  sum: CheckSum
  onChange: (check: ParcelCheck) => void
  /** The buyer wanted to send, and some difference still has no words. */
  onRefused: () => void
  onReported: (caseNo: string) => void
}
