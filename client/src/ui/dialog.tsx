import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#ui/icon.tsx'

/** A native modal: the browser keeps focus inside, Escape closes, focus returns to where it was. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const { t } = useTranslation('common')
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const opener = document.activeElement
    ref.current?.showModal()
    // On a touch screen this would push up the keyboard before anything was read.
    if (matchMedia('(pointer: fine)').matches) {
      ref.current?.querySelector<HTMLElement>('.dialog-body :is(input:not([type=radio]), textarea)')?.focus()
    }
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className="dialog"
      data-wide={wide || undefined}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === ref.current && onClose()}
      onKeyDown={event => event.stopPropagation()}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button
          type="button"
          className="button"
          data-kind="quiet"
          data-icon-only
          onClick={onClose}
          aria-label={t('close')}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  )
}

type DialogProps = { title: ReactNode; onClose: () => void; children: ReactNode; wide?: boolean }
