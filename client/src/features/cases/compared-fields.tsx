import { useTranslation } from 'react-i18next'
import type { PartyCase } from '#features/cases/case-kinds.ts'
import { DataTable } from '#ui/data-table.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Compared = PartyCase['comparison'][number]

/** Report and arrival side by side; what the buyer ticked as different stands first. */
export function ComparedFields({ fields }: { fields: Compared[] }) {
  const { t, i18n } = useTranslation('case')
  if (fields.length === 0) return null
  const isChinese = i18n.language.startsWith('zh')
  const differing = fields.filter(field => field.found !== null)
  const alike = fields.filter(field => field.found === null)
  return (
    <section className="stack" aria-labelledby="compared">
      <div>
        <h2 id="compared">{t('compared.title')}</h2>
        <p className="secondary">{t('compared.lead', { count: differing.length })}</p>
      </div>
      <DataTable
        caption={t('compared.title')}
        rows={[...differing, ...alike]}
        rowKey={field => field.key}
        columns={[
          {
            key: 'field',
            title: t('compared.field'),
            heading: true,
            cell: field => (isChinese ? field.zh : field.en),
          },
          {
            key: 'report',
            title: t('compared.report'),
            cell: field => (isChinese ? field.reportZh : field.reportEn),
          },
          { key: 'found', title: t('compared.found'), cell: field => <Found found={field.found} /> },
        ]}
      />
    </section>
  )
}

function Found({ found }: { found: string | null }) {
  const { t } = useTranslation('case')
  if (found === null) return <span className="secondary">{t('compared.alike')}</span>
  return (
    <StatusTag tone="warning" shape="attention">
      {found}
    </StatusTag>
  )
}
