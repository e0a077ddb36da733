import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { type OwnWait, readLinesAgain } from '#features/waiting/use-own-waits.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Waits no longer. There is no undo, because the place goes to the next at once; who asks again stands at the end. */
export function LeaveLine({ wait: { waitId, title } }: { wait: Pick<OwnWait, 'waitId' | 'title'> }) {
  const { t } = useTranslation('waiting')
  const [sure, setSure] = useState(false)
  const leave = useMutation(
    api.waits.leave.mutationOptions({
      onSuccess: () => showToast(t('left', { title })),
      onSettled: readLinesAgain,
    }),
  )
  return (
    <>
      <Button
        kind={sure ? 'danger' : 'quiet'}
        size="small"
        aria-label={t(sure ? 'leaveSureWhat' : 'leaveWhat', { title })}
        busy={leave.isPending}
        onBlur={() => setSure(false)}
        onClick={() => (sure ? leave.mutate({ waitId }) : setSure(true))}
      >
        {t(sure ? 'leaveSure' : 'leave')}
      </Button>
      <MutationError error={leave.error} />
    </>
  )
}
