import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type Letter = Outputs['mail']['sent']['rows'][number]

/** What the mail gateway's simulator was given, newest first. */
export function LettersPage() {
  const { t } = useTranslation('review')
  const query = usePages(api.mail.sent.queryKey(), cursor => server.mail.sent.query({ cursor }))
  return (
    <Page
      title={t('letters.title')}
      lead={t('letters.lead')}
      back={<Link to="/operator/reviews">{t('title')}</Link>}
    >
      <PagedList
        query={query}
        caption={t('letters.title')}
        columns={useColumns()}
        rowKey={letter => letter.id}
        empty={<EmptyState title={t('letters.none')} />}
      />
    </Page>
  )
}

function useColumns(): Column<Letter>[] {
  const { t } = useTranslation('review')
  return [
    {
      key: 'subject',
      title: t('letters.subject'),
      heading: true,
      cell: ({ subject, body }) => (
        <details>
          <summary>{subject}</summary>
          {body.split('\n\n').map(line => (
            <p key={line} className="small">
              {line.startsWith('http') ? <a href={line}>{line}</a> : line}
            </p>
          ))}
        </details>
      ),
    },
    { key: 'to', title: t('letters.to'), cell: letter => letter.recipient },
    { key: 'at', title: t('letters.at'), cell: letter => <DateText at={letter.sentAt} /> },
  ]
}
