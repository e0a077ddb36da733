import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

/** Says that nothing can be handed in yet, and sends the letter again. Nothing once the address is verified. */
export function VerifyNotice() {
  const { t } = useTranslation('onboarding')
  const { data } = useQuery({ ...api.accounts.verification.queryOptions(), refetchInterval: 20_000 })
  const send = useMutation(
    api.accounts.sendVerification.mutationOptions({ onSuccess: () => showToast(t('verify.sent')) }),
  )
  if (!data || data.isVerified) return null
  return (
    <Notice
      tone="warning"
      title={t('verify.title')}
      action={
        <Button busy={send.isPending} onClick={() => send.mutate()}>
          {t('verify.again')}
        </Button>
      }
    >
      {t('verify.body', { email: data.email })}
      <MutationError error={send.error} />
    </Notice>
  )
}
