import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { BankColumnsForm } from '#features/reconciliation/bank-columns-form.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** A bank's own table that nobody has explained yet: said once per account, remembered for all that follow. */
export function BankColumnsPage() {
  const { t } = useTranslation(['bank', 'statement'])
  const { fileId } = useParams({ from: '/workspace/finance/statements/$fileId/columns' })
  const query = useQuery({
    ...api.bankMappings.ask.queryOptions({ fileId }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      back={<Link to="/finance/statements">{t('statement:title')}</Link>}
    >
      <QueryView query={query} lines={10}>
        {({ proposal, ...asked }) =>
          proposal ? (
            <BankColumnsForm key={fileId} fileId={fileId} proposal={proposal} {...asked} />
          ) : (
            <EmptyState icon="warning" title={t('noTable')}>
              {t('noTableBody', { file: asked.fileName })}
            </EmptyState>
          )
        }
      </QueryView>
    </Page>
  )
}
