import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readActiveMember } from '#api/active-member.ts'
import { api, type Outputs } from '#api/api.ts'
import { formatBytes } from '#features/imports/format-bytes.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'

type Paper = Outputs['media']['papers'][number]

/** The PDFs that came with the photos of the item; nothing where there are none. */
export function ItemPapers({ itemId }: { itemId: string }) {
  const { t } = useTranslation('inventory')
  const { data: papers = [] } = useQuery(api.media.papers.queryOptions({ itemId }))
  if (papers.length === 0) return null
  const member = readActiveMember()
  const query = member === undefined ? '' : `?${new URLSearchParams({ member })}`
  const columns: Column<Paper>[] = [
    {
      key: 'name',
      title: t('papers'),
      heading: true,
      cell: ({ sha256, fileName }) => (
        <a href={`/api/items/${itemId}/papers/${sha256}${query}`} download>
          {fileName}
        </a>
      ),
    },
    { key: 'bytes', title: t('paperSize'), align: 'end', cell: paper => formatBytes(paper.bytes) },
    { key: 'at', title: t('paperAt'), cell: paper => <DateText at={paper.createdAt} /> },
  ]
  return (
    <section className="stack" aria-labelledby="papers">
      <h2 id="papers">{t('papers')}</h2>
      <p className="small secondary">{t('papersNote')}</p>
      <DataTable caption={t('papers')} columns={columns} rows={papers} rowKey={paper => paper.sha256} />
    </section>
  )
}
