import { TEMPLATE_CATEGORIES } from '@haowu/shared/imports.ts'
import { Router } from 'express'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { buildTemplate } from '#domain/imports/build-template.ts'
import { attachment } from '#gateways/files.ts'

const query = z.object({
  category: z.enum(TEMPLATE_CATEGORIES),
  lang: z.enum(['zh-CN', 'en']).default('zh-CN'),
})

const NAMES = {
  'zh-CN': {
    phone: '好物联盟-手机-导入模板.csv',
    luxury_bag: '好物联盟-奢侈品箱包-导入模板.csv',
    general: '好物联盟-通用-导入模板.csv',
    price_stock: '好物联盟-价格库存-更新模板.csv',
  },
  en: {
    phone: 'haowu-phones-template.csv',
    luxury_bag: 'haowu-luxury-bags-template.csv',
    general: 'haowu-general-template.csv',
    price_stock: 'haowu-price-stock-template.csv',
  },
} as const

/** `GET /api/imports/template.csv?category=phone|luxury_bag|general|price_stock&lang=zh-CN|en`: nothing secret, so nobody has to sign in. */
export function importTemplate(): Router {
  const routes = Router()
  routes.get('/api/imports/template.csv', (req, res) => {
    const parsed = query.safeParse(req.query)
    if (!parsed.success) throw new DomainError('bad_request', { field: 'category' })
    const { category, lang } = parsed.data
    res
      .set({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': attachment(NAMES[lang][category]),
        'cache-control': 'no-store',
      })
      .send(Buffer.from(buildTemplate(category, lang)))
  })
  return routes
}
