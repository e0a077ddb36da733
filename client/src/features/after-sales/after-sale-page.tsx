import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { AnswerPanel } from '#features/after-sales/answer-panel.tsx'
import { AfterSaleView } from '#features/after-sales/after-sale-view.tsx'
import { ReturnPanel } from '#features/after-sales/return-panel.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

const route = getRouteApi('/workspace/after-sales/$afterSaleId')

/** One after-sale for the supplier, with what he can do now. */
export function AfterSalePage() {
  const { t } = useTranslation('after-sale')
  const { afterSaleId } = route.useParams()
  const query = useQuery(api.afterSales.get.queryOptions({ afterSaleId }))
  return (
    <Page title={t('one')} lead={query.data?.itemTitle ?? ''}>
      <QueryView query={query}>
        {found => (
          <AfterSaleView found={found}>
            {found.state === 'requested' ? <AnswerPanel found={found} /> : null}
            {found.state === 'in_return' || found.state === 'inspecting' ? (
              <ReturnPanel found={found} reported={found.reported} />
            ) : null}
          </AfterSaleView>
        )}
      </QueryView>
    </Page>
  )
}
