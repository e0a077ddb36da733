import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SentStatement } from '#features/reconciliation/send-statement.ts'
import { useRefusalText } from '#features/reconciliation/use-refusal-text.ts'
import { Notice } from '#ui/notice.tsx'

/** What became of each file that was just sent. */
export function LoadedNotices({ sent }: { sent: SentStatement[] }) {
  return (
    <div className="stack" aria-live="polite">
      {sent.map((one, at) => (
        <LoadedNotice key={`${one.fileId} ${at}`} sent={one} />
      ))}
    </div>
  )
}

function LoadedNotice({ sent }: { sent: SentStatement }) {
  const { t } = useTranslation('statement')
  const refusalText = useRefusalText()
  const { fileName, fileId } = sent
  switch (sent.state) {
    case 'loaded':
      return (
        <Notice
          tone={sent.repeated ? 'info' : 'success'}
          title={t(sent.repeated ? 'repeated' : 'loaded', { name: fileName, count: sent.lineCount })}
          action={
            <Link to="/finance/statements/$fileId" params={{ fileId }}>
              {t('open')}
            </Link>
          }
        />
      )
    case 'refused':
      return (
        <Notice tone="danger" title={t('refused', { name: fileName })}>
          {refusalText(sent.refusal)}
        </Notice>
      )
    case 'asking':
      return (
        <Notice
          tone="warning"
          title={t('asking', { name: fileName })}
          action={
            <Link to="/finance/statements/$fileId/columns" params={{ fileId }}>
              {t('explain')}
            </Link>
          }
        />
      )
  }
}
