import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import { showToast } from '#ui/toast.ts'

/** The phone's own way to hand a link on; elsewhere it is copied. */
export function ShareRoom({ title }: { title: string }) {
  const { t } = useTranslation('room')
  const share = async () => {
    const url = `${location.origin}${location.pathname}`
    try {
      if (navigator.share) await navigator.share({ title, url })
      else {
        await navigator.clipboard.writeText(url)
        showToast(t('linkCopied'))
      }
    } catch (error) {
      // Closing the phone's sheet is no failure.
      if (error instanceof DOMException && error.name === 'AbortError') return
      showToast(t('linkNotCopied', { url }), { tone: 'warning' })
    }
  }
  return (
    <Button icon="copy" onClick={share}>
      {t('share')}
    </Button>
  )
}
