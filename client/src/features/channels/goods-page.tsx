import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { GoodsList } from '#features/channels/goods-list.tsx'
import { Tabs } from '#ui/filter-bar.tsx'
import { Page } from '#ui/page.tsx'

/** Goods of other platforms that may be pieces of this supplier: said once which, known from then on. */
export function GoodsPage() {
  const { t } = useTranslation('channel')
  const { view } = useSearch({ from: '/workspace/channel-goods' })
  const navigate = useNavigate({ from: '/channel-goods' })
  return (
    <Page title={t('goods.title')} lead={t('goods.lead')}>
      <Tabs
        label={t('goods.view')}
        value={view ?? 'open'}
        options={[
          { value: 'open', label: t('goods.open') },
          { value: 'mapped', label: t('goods.mapped') },
        ]}
        onChange={value => navigate({ search: { view: value === 'mapped' ? value : undefined } })}
      />
      <GoodsList side="supplier" mapped={view === 'mapped'} />
    </Page>
  )
}
