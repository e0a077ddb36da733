import { useTranslation } from 'react-i18next'
import { Icon } from '#ui/icon.tsx'
import { dismissToast, useToasts } from '#ui/toast.ts'

/** The one polite live region of the page; it must exist before its first message, so it is always mounted. */
export function Toasts() {
  const { t } = useTranslation('common')
  const toasts = useToasts()
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(toast => (
        <div key={toast.id} className="toast">
          <Icon name={toast.tone === 'success' ? 'success' : toast.tone === 'info' ? 'info' : 'warning'} />
          <span>{toast.text}</span>
          {toast.undo ? (
            <button
              type="button"
              onClick={() => {
                dismissToast(toast.id)
                toast.undo?.()
              }}
            >
              {t('undo')}
            </button>
          ) : null}
        </div>
      ))}
    </div>
  )
}
