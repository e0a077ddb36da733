import { createFeed } from '@haowu/server/domain/feeds/create-feed.ts'
import { ERP_SIMULATOR_KEY, ERP_SIMULATOR_PATH } from '@haowu/server/gateways/erp-simulator/erp-door.ts'
import { sql } from 'kysely'
import { loopbackAddress } from '../announce-ready.ts'
import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

/** The supplier connects his ERP, which answers under our own roof; the jobs read it as soon as they run. */
export async function connectErp(stage: Stage, { supplier }: Cast): Promise<void> {
  const path = (expression: string) => ({ path: expression })
  const { feedId } = await createFeed(stage, {
    supplierId: supplier.partyId,
    memberId: supplier.memberId,
    settings: {
      name: '常州仓 ERP',
      mode: 'full',
      everyMinutes: 5,
      fullHour: null,
      definition: {
        kind: 'json',
        secret: { token: ERP_SIMULATOR_KEY },
        config: {
          url: new URL(ERP_SIMULATOR_PATH, loopbackAddress(stage.config)).href,
          itemsPath: 'data.list',
          totalPath: 'data.total',
          auth: { kind: 'bearer' },
          one: {
            url: `${new URL(ERP_SIMULATOR_PATH, loopbackAddress(stage.config)).href}/{sku}`,
            path: 'data',
          },
          paging: { kind: 'page', parameter: 'page', first: 1, sizeParameter: 'size', size: 5 },
          fields: {
            sku: path('code'),
            title: path('goods.name'),
            category: { constant: '手机' },
            brand: path('goods.brand'),
            model: path('goods.series'),
            'spec.storage': path('goods.storage'),
            'spec.color': path('goods.color'),
            'spec.network': { constant: '国行' },
            imei: path('imei'),
            price: { path: 'price_cent', unit: 'fen' },
            qty: path('stock'),
            ship_from: { constant: '江苏常州' },
            photos: path('pictures'),
            'report.kind': { constant: '第三方' },
            'report.agency': path('inspection.org'),
            'report.inspector': path('inspection.by'),
            'report.externalNo': path('inspection.no'),
            'report.inspectedOn': path('inspection.date'),
            'measured.cosmetic': path('inspection.look'),
            'measured.function': { constant: '全部正常' },
            'measured.battery_pct': path("join('', [to_string(inspection.battery), '%'])"),
            'measured.parts': { constant: '全部原装' },
            'measured.repair': { constant: '无拆修' },
            'measured.water': { constant: '无进水' },
            'measured.locks': { constant: '无锁' },
            'measured.accessories': { constant: '单机' },
          },
        },
      },
    },
  })
  // Server and jobs start together: nothing answers in their first seconds.
  await stage.db
    .updateTable('feedSource')
    .set({ nextDueAt: sql`app_now() + interval '30 seconds'` })
    .where('id', '=', feedId)
    .execute()
}
