import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { memberHeader } from '#api/active-member.ts'
import { Button } from '#ui/button.tsx'
import { showToast } from '#ui/toast.ts'

/** A link cannot say which membership acts, so the file is fetched and then handed over. */
export function DownloadButton({ path, query, fileName, format }: DownloadProps) {
  const { t, i18n } = useTranslation('common')
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      const asked = new URLSearchParams({ ...query, format, lang: i18n.language })
      const answer = await fetch(`${path}?${asked}`, { headers: memberHeader() })
      if (!answer.ok) throw new Error(String(answer.status))
      const url = URL.createObjectURL(await answer.blob())
      const link = document.createElement('a')
      link.href = url
      link.download = `${fileName}.${format}`
      link.click()
      URL.revokeObjectURL(url)
    } catch {
      showToast(t('downloadFailed'), { tone: 'danger' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      icon="download"
      busy={busy}
      onClick={download}
      aria-label={t('downloadAs', { format: format.toUpperCase() })}
    >
      {format.toUpperCase()}
    </Button>
  )
}

type DownloadProps = {
  path: string
  query: Record<string, string>
  fileName: string
  format: 'csv' | 'xlsx' | 'pdf'
}
