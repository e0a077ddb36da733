import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#ui/icon.tsx'
import { showToast } from '#ui/toast.ts'
import './copy-text.css'

/** Text that is often needed elsewhere (a number, a link), with a button that copies it. `what` names it to a reader. */
export function CopyText({ text, what, children }: { text: string; what: string; children?: ReactNode }) {
  const { t } = useTranslation('common')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      showToast(t('copied', { what }))
    } catch {
      showToast(t('copyFailed'), { tone: 'warning' })
    }
  }
  return (
    <span className="copy-text">
      <span>{children ?? text}</span>
      <button
        type="button"
        className="copy-button above-row-link"
        onClick={copy}
        aria-label={t('copyWhat', { what })}
      >
        <Icon name="copy" size={16} />
      </button>
    </span>
  )
}
