import { useTranslation } from 'react-i18next'
import { CopyText } from '#ui/copy-text.tsx'
import './api-keys.css'

/** The first call, ready to be pasted; the document says the rest. */
export function QuickStart() {
  const { t } = useTranslation('api-key')
  const command = `curl ${location.origin}/api/v1/stock \\
  -H 'Authorization: Bearer hw_live_…' \\
  -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: stock-0001' \\
  -d '{"items":[{"sku":"A-1001","priceFen":"499900","qty":1}]}'`
  return (
    <section className="panel stack" aria-labelledby="quick-start">
      <h2 id="quick-start">{t('quickStart')}</h2>
      <CopyText text={command} what={t('command')}>
        <code className="api-key-text">{command}</code>
      </CopyText>
      <p className="secondary">
        {t('documentLead')} <a href="/api/v1/openapi.json">{t('document')}</a>
      </p>
    </section>
  )
}
