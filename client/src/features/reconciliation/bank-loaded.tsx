import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { useRefusalText } from '#features/reconciliation/use-refusal-text.ts'
import { Notice } from '#ui/notice.tsx'

/** What became of the file once its columns were said. */
export function BankLoaded({ loaded }: { loaded: Outputs['bankMappings']['explain'] }) {
  const { t } = useTranslation(['bank', 'statement'])
  const refusalText = useRefusalText()
  switch (loaded.state) {
    case 'loaded':
      return (
        <Notice
          tone="success"
          title={t('loaded', { count: loaded.lineCount })}
          action={
            <Link to="/finance/statements/$fileId" params={{ fileId: loaded.fileId }}>
              {t('statement:open')}
            </Link>
          }
        >
          {t('loadedBody')}
        </Notice>
      )
    case 'refused':
      return (
        <Notice tone="danger" title={t('refused')}>
          {refusalText(loaded.refusal)}
        </Notice>
      )
    case 'asking':
      return (
        <Notice tone="warning" title={t('stillAsking')}>
          {t('stillAskingBody')}
        </Notice>
      )
  }
}
