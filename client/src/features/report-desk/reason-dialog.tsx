import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

const LEAST_REASON = 4

/** An act that needs a reason: what it does stands above, and nothing is sent before there is one to read. */
export function ReasonDialog({ title, children, send, danger, act, onSend, onClose }: ReasonDialogProps) {
  const { t } = useTranslation('report-desk')
  const { t: common } = useTranslation('common')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isShort = reason.trim().length < LEAST_REASON
    setMissing(isShort)
    if (!isShort && !act.isPending) onSend(reason.trim())
  }
  return (
    <Dialog title={title} onClose={onClose} wide>
      <form className="stack" onSubmit={submit} noValidate>
        {children}
        <label className="stack-tight">
          <span>{t('reason')}</span>
          <textarea
            className="field"
            rows={3}
            maxLength={200}
            value={reason}
            aria-invalid={missing || undefined}
            onChange={event => setReason(event.target.value)}
          />
          {missing ? <span className="field-error">{t('reasonMissing')}</span> : null}
        </label>
        <MutationError error={act.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} type="submit" busy={act.isPending}>
            {send}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type ReasonDialogProps = {
  title: string
  children?: ReactNode
  send: string
  danger?: boolean
  act: { isPending: boolean; error: unknown }
  onSend: (reason: string) => void
  onClose: () => void
}
