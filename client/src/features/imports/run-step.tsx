import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { ImportProgress } from '#features/imports/import-progress.tsx'
import { useImport } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** While items are being listed: how far it is, and a way to stop that leaves everything as it was. */
export function RunStep() {
  const { t } = useTranslation('import')
  const { importId } = useImport()
  const cancel = useMutation(api.imports.cancel.mutationOptions())
  return (
    <>
      <ImportProgress />
      <div className="row">
        <Button busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate({ importId })}>
          {cancel.isSuccess ? t('cancelling') : t('cancelRun')}
        </Button>
        <span className="secondary">{t('cancelRunNote')}</span>
      </div>
      <MutationError error={cancel.error} />
    </>
  )
}
