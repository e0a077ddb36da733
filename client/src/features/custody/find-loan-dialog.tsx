import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { server } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { ScanCode } from '#features/custody/scan-code.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** A parcel came back: its slip leads to its loan. */
export function FindLoanDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('loan')
  const navigate = useNavigate()
  const find = useMutation({
    mutationFn: (loanCode: string) => server.loans.scan.query({ loanCode }),
    onSuccess: ({ loanId }) => navigate({ to: '/loans/$loanId', params: { loanId } }),
  })
  return (
    <Dialog title={t('findTitle')} onClose={onClose}>
      <p className="secondary">{t('findBody')}</p>
      <ScanCode label={t('find')} busy={find.isPending} onCode={find.mutate} />
      {find.isError && readFailure(find.error).reason === 'not_found' ? (
        <div role="alert">
          <Notice tone="danger">{t('scan.unknown')}</Notice>
        </div>
      ) : (
        <MutationError error={find.error} />
      )}
    </Dialog>
  )
}
