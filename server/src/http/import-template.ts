import { TEMPLATE_CATEGORIES, type TemplateCategory } from '@haowu/shared/imports.ts'
import { Router } from 'express'
import { z } from 'zod'
import { DomainError } from '#domain/domain-error.ts'
import { buildTemplate, type TemplateLanguage } from '#domain/imports/build-template.ts'
import { CATEGORY_CHOICES } from '#domain/imports/category-word.ts'
import { attachment } from '#gateways/files.ts'

const query = z.object({
  category: z.enum(TEMPLATE_CATEGORIES),
  lang: z.enum(['zh-CN', 'en']).default('zh-CN'),
})

/** `GET /api/imports/template.csv?category=phone|…|price_stock&lang=zh-CN|en`: nothing secret, so nobody has to sign in. */
export function importTemplate(): Router {
  const routes = Router()
  routes.get('/api/imports/template.csv', (req, res) => {
    const parsed = query.safeParse(req.query)
    if (!parsed.success) throw new DomainError('bad_request', { field: 'category' })
    const { category, lang } = parsed.data
    res
      .set({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': attachment(nameOf(category, lang)),
        'cache-control': 'no-store',
      })
      .send(Buffer.from(buildTemplate(category, lang)))
  })
  return routes
}

function nameOf(category: TemplateCategory, language: TemplateLanguage): string {
  if (language === 'en') return `haowu-${category.replaceAll('_', '-')}-template.csv`
  const { zh } = CATEGORY_CHOICES.find(({ value }) => value === category) ?? { zh: '价格库存' }
  return `好物联盟-${zh}-导入模板.csv`
}
