import type { ObjectedLine } from '@haowu/shared/adjustments.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { WordsDialog } from '#features/objections/words-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { showToast } from '#ui/toast.ts'

/** Objects to the line it stands on. */
export function ObjectButton({ line }: { line: ObjectedLine }) {
  const { t } = useTranslation('objection')
  const [isOpen, setOpen] = useState(false)
  const open = useMutation(
    api.objections.open.mutationOptions({
      onSuccess: async () => {
        showToast(t('dialog.done'))
        setOpen(false)
        await queryClient.invalidateQueries({ queryKey: api.objections.pathKey() })
      },
    }),
  )
  return (
    <>
      <Button size="small" kind="quiet" onClick={() => setOpen(true)}>
        {t('act')}
      </Button>
      {isOpen ? (
        <WordsDialog
          title={t('dialog.title')}
          texts={{
            label: t('dialog.words'),
            hint: t('dialog.hint'),
            needed: t('dialog.needed'),
            send: t('dialog.send'),
            cancel: t('dialog.cancel'),
          }}
          busy={open.isPending}
          error={open.error}
          onClose={() => setOpen(false)}
          onSubmit={words => open.mutate({ line, words })}
        >
          <p className="secondary">{t('dialog.lead')}</p>
        </WordsDialog>
      ) : null}
    </>
  )
}
