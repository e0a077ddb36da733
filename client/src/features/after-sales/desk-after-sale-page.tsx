import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { AfterSaleView } from '#features/after-sales/after-sale-view.tsx'
import { RulePanel } from '#features/after-sales/rule-panel.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

const route = getRouteApi('/workspace/operator/after-sales/$afterSaleId')

/** One after-sale on the operators' desk. */
export function DeskAfterSalePage() {
  const { t } = useTranslation('after-sale')
  const { afterSaleId } = route.useParams()
  const query = useQuery(api.afterSales.deskGet.queryOptions({ afterSaleId }))
  return (
    <Page title={t('one')} lead={query.data ? `${query.data.supplierName} · ${query.data.itemTitle}` : ''}>
      <QueryView query={query}>
        {found => (
          <AfterSaleView found={found}>
            {found.state === 'disputed' ? <RulePanel found={found} /> : null}
          </AfterSaleView>
        )}
      </QueryView>
    </Page>
  )
}
