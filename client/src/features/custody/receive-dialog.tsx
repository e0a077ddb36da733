import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import { PhotoField } from '#features/custody/photo-field.tsx'
import { ScanCode } from '#features/custody/scan-code.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

/** The parcel is here: photos of the piece, and the code of the slip as proof. */
export function ReceiveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('loan')
  const navigate = useNavigate()
  const [photos, setPhotos] = useState<string[]>([])
  const receive = useMutation(
    api.loans.receive.mutationOptions({
      onSuccess: async ({ loanId }) => {
        showToast(t('done.receive'))
        onClose()
        await navigate({ to: '/loans/$loanId', params: { loanId } })
      },
      onSettled: askLoansAgain,
    }),
  )
  return (
    <Dialog title={t('receiveTitle')} onClose={onClose}>
      <p className="secondary">{t('receiveBody')}</p>
      <PhotoField photos={photos} onChange={setPhotos} />
      <ScanCode
        label={t('confirmReceipt')}
        busy={receive.isPending}
        onCode={loanCode => receive.mutate({ loanCode, photos })}
      />
      {receive.isError && readFailure(receive.error).reason === 'not_found' ? (
        <div role="alert">
          <Notice tone="danger">{t('scan.unknown')}</Notice>
        </div>
      ) : (
        <MutationError error={receive.error} />
      )}
    </Dialog>
  )
}
