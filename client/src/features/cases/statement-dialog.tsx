import { EVIDENCE_LIMITS } from '@haowu/shared/cases.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { server } from '#api/api.ts'
import { askCasesAgain } from '#features/cases/ask-cases-again.ts'
import { sendCaseFile } from '#features/cases/send-case-file.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Props = { caseId: string; act: 'say' | 'appeal'; isLate?: boolean; onClose: () => void }

/** Words and files of a side; files are handed in first, then the statement that names them. */
export function StatementDialog({ caseId, act, isLate = false, onClose }: Props) {
  const { t } = useTranslation('case')
  const [text, setText] = useState('')
  const [files, setFiles] = useState<File[]>([])
  const [missing, setMissing] = useState(false)
  const send = useMutation({
    mutationFn: async () => {
      const fileKeys: string[] = []
      for (const file of files) fileKeys.push(await sendCaseFile(caseId, file))
      await server.cases[act].mutate({ caseId, statement: text.trim(), fileKeys })
    },
    onSuccess: async () => {
      showToast(t(`${act}.done`))
      onClose()
      await askCasesAgain()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(text.trim() === '')
    if (text.trim() !== '') send.mutate()
  }
  return (
    <Dialog title={t(`${act}.title`)} onClose={onClose}>
      <p className="secondary">{t(isLate ? 'appeal.leadLate' : `${act}.lead`)}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('statement')}</span>
          <textarea
            className="field"
            rows={6}
            maxLength={4_000}
            value={text}
            aria-invalid={missing || undefined}
            onChange={event => setText(event.target.value)}
          />
          {missing ? <span className="field-error">{t('statementMissing')}</span> : null}
        </label>
        <label className="stack-tight">
          <span>{t('files')}</span>
          <input
            className="field"
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp,application/pdf"
            onChange={event =>
              setFiles([...(event.target.files ?? [])].slice(0, EVIDENCE_LIMITS.perStatement))
            }
          />
          <span className="small secondary">{t('filesNote', { most: EVIDENCE_LIMITS.perStatement })}</span>
        </label>
        <MutationError error={send.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" busy={send.isPending}>
            {t(`${act}.send`)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
