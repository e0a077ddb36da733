import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { reloadPayouts } from '#features/finance/reload-payouts.ts'
import { showToast } from '#ui/toast.ts'

type Mutation<Input> = {
  isPending: boolean
  isError: boolean
  error: unknown
  mutate: (input: Input) => void
  reset: () => void
}

export type BatchActs = ReturnType<typeof useBatchActs>

/** What can be done with a batch and its lines. One refusal stands at a time: the next act takes the old one away. */
export function useBatchActs() {
  const { t } = useTranslation('payout-batch')
  const settled = { onSettled: reloadPayouts }
  const submit = useMutation(api.payoutBatches.submit.mutationOptions(settled))
  const decide = useMutation(api.payoutBatches.decide.mutationOptions(settled))
  const makeFile = useMutation(api.payoutBatches.makeFile.mutationOptions(settled))
  const payInDemo = useMutation(
    api.demo.payFile.mutationOptions({
      ...settled,
      onSuccess: counts => showToast(t('demoPaid', counts)),
    }),
  )
  const record = useMutation(api.payoutBatches.recordOutcome.mutationOptions(settled))
  const retry = useMutation(api.payoutBatches.retry.mutationOptions(settled))
  const forget = () => {
    for (const act of [submit, decide, makeFile, payInDemo, record, retry]) if (act.isError) act.reset()
  }
  const afresh = <Input>({ isPending, error, mutate }: Mutation<Input>) => ({
    isPending,
    error,
    act: (input: Input) => {
      forget()
      mutate(input)
    },
  })
  return {
    submit: afresh(submit),
    decide: afresh(decide),
    makeFile: afresh(makeFile),
    payInDemo: afresh(payInDemo),
    record: afresh(record),
    retry: afresh(retry),
    forget,
  }
}
