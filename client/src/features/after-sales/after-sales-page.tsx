import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { AfterSaleList } from '#features/after-sales/after-sale-list.tsx'
import { Page } from '#ui/page.tsx'

/** What buyers ask of this supplier: what waits for his answer first. */
export function AfterSalesPage() {
  const { t } = useTranslation('after-sale')
  const search = useSearch({ from: '/workspace/after-sales' })
  const navigate = useNavigate({ from: '/after-sales' })
  const { view = 'answer', text } = search
  const input = { view, ...(text && { text }) }
  const query = usePages(api.afterSales.list.queryKey(input), cursor =>
    server.afterSales.list.query({ ...input, cursor }),
  )
  return (
    <Page title={t('title')} lead={t('lead')}>
      <AfterSaleList
        query={query}
        view={view}
        text={text}
        to="/after-sales/$afterSaleId"
        onSearch={next => navigate({ search: before => ({ ...before, ...next }), replace: true })}
      />
    </Page>
  )
}
