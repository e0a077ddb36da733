import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { readActiveMember } from '#api/active-member.ts'
import { sendFile } from '#features/imports/send-file.ts'
import { useImport } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** The other way of mending: the failing rows as a file with a reason beside each, and the same file back again. */
export function MendedFile() {
  const { t, i18n } = useTranslation('import')
  const { importId } = useImport()
  const navigate = useNavigate()
  const picker = useRef<HTMLInputElement>(null)
  const link = new URLSearchParams({ lang: i18n.language, member: readActiveMember() ?? '' })
  const upload = useMutation({
    mutationFn: (file: File) => sendFile(file, { mode: 'delta', source: 'error_file', parentId: importId }),
    onSuccess: receipt => navigate({ to: '/imports/$importId', params: { importId: receipt.importId } }),
  })
  return (
    <>
      <a className="button" href={`/api/imports/${importId}/errors.csv?${link}`} download>
        <Icon name="download" size={18} />
        {t('downloadErrors')}
      </a>
      <Button icon="upload" busy={upload.isPending} onClick={() => picker.current?.click()}>
        {t('uploadMended')}
      </Button>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx"
        hidden
        aria-label={t('uploadMended')}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) upload.mutate(file)
        }}
      />
      <MutationError error={upload.error} />
    </>
  )
}
