import { formatRate } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

/** Who invites, what part it would take, until when; and the way to accept. */
export function InvitationNotice({ token }: { token: string }) {
  const { t } = useTranslation('onboarding')
  const navigate = useNavigate()
  const query = useQuery({
    ...api.agencyBonds.read.queryOptions({ invitationToken: token }),
    retry: false,
  })
  const accept = useMutation(
    api.agencyBonds.accept.mutationOptions({
      onSuccess: async () => {
        showToast(t('agency.joined'))
        await queryClient.invalidateQueries({ queryKey: api.agencyBonds.pathKey() })
        await navigate({ to: '/onboarding', search: {}, replace: true })
      },
    }),
  )
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (!query.data) return null
  const { agencyName, rateBps, expiresAt } = query.data
  return (
    <Notice
      tone="info"
      title={t('agency.invited', { name: agencyName })}
      action={
        <Button
          kind="primary"
          busy={accept.isPending}
          onClick={() => accept.mutate({ invitationToken: token })}
        >
          {t('agency.accept')}
        </Button>
      }
    >
      {t('agency.part', { rate: formatRate(rateBps) })} {t('agency.until')} <DateText at={expiresAt} />
      <MutationError error={accept.error} />
    </Notice>
  )
}
