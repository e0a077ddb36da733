import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { AfterSaleList } from '#features/after-sales/after-sale-list.tsx'
import { Page } from '#ui/page.tsx'

/** What buyers and suppliers could not settle between them waits here for a ruling. */
export function DeskAfterSalesPage() {
  const { t } = useTranslation('after-sale')
  const search = useSearch({ from: '/workspace/operator/after-sales' })
  const navigate = useNavigate({ from: '/operator/after-sales' })
  const { view = 'answer', text } = search
  const input = { view, ...(text && { text }) }
  const query = usePages(api.afterSales.desk.queryKey(input), cursor =>
    server.afterSales.desk.query({ ...input, cursor }),
  )
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')}>
      <AfterSaleList
        query={query}
        view={view}
        text={text}
        to="/operator/after-sales/$afterSaleId"
        onSearch={next => navigate({ search: before => ({ ...before, ...next }), replace: true })}
      />
    </Page>
  )
}
