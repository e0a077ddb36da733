import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmButtonProps {
  /** What the button says, and the one in the dialog that does it. */
  children: ReactNode
  /** What happens then, before it does. */
  words: ReactNode
  onConfirm: () => void
  kind?: 'quiet' | 'danger' | 'primary'
  size?: 'small'
  busy?: boolean
}

/** A button for what cannot be taken back: it asks once more, in the page's own words and language. */
export function ConfirmButton({ children, words, onConfirm, kind, size, busy }: ConfirmButtonProps) {
  const { t } = useTranslation('common')
  const [asks, setAsks] = useState(false)
  const close = () => setAsks(false)
  return (
    <>
      <Button kind={kind} size={size} busy={busy} onClick={() => setAsks(true)}>
        {children}
      </Button>
      {asks ? (
        <Dialog title={children} onClose={close}>
          <p>{words}</p>
          <div className="dialog-foot">
            <Button onClick={close}>{t('notNow')}</Button>
            <Button
              kind={kind === 'primary' ? 'primary' : 'danger'}
              onClick={() => {
                close()
                onConfirm()
              }}
            >
              {children}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}
