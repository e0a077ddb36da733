import { TEMPLATE_CATEGORIES } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { findItemBySku } from '#domain/catalog/find-item-by-sku.ts'
import { listCategories } from '#domain/catalog/list-categories.ts'
import { buildTemplate } from '#domain/imports/build-template.ts'
import { groupOfField, IMPORT_FIELDS } from '#domain/imports/import-field.ts'
import { readItemHistory } from '#domain/imports/read-history.ts'
import { CsvFile, none, operation, type Operation } from './operation.ts'

/** What goods are described by, and what became of one: the words a program needs before it sends anything. */
export const catalogueOperations: Operation[] = [
  operation({
    id: 'listCategories',
    method: 'get',
    path: '/categories',
    summary: 'All categories: their codes are what an item names',
    params: none,
    query: none,
    body: null,
    answers: {
      200: {
        says: 'In the order in which screens show them.',
        body: z.strictObject({
          categories: z.array(
            z.strictObject({
              code: z.string(),
              parentCode: z.string().nullable(),
              nameZh: z.string(),
              nameEn: z.string(),
            }),
          ),
        }),
      },
    },
    async run({ deps }) {
      return { status: 200, body: { categories: await listCategories(deps.db) } }
    },
  }),
  operation({
    id: 'listFields',
    method: 'get',
    path: '/fields',
    summary: 'The fields that a column of a file can be',
    params: none,
    query: none,
    body: null,
    answers: {
      200: {
        says: 'Each with the headers by which it is known best.',
        body: z.strictObject({
          fields: z.array(
            z.strictObject({
              field: z.string(),
              zh: z.string(),
              en: z.string(),
              required: z.boolean(),
              group: z.string(),
            }),
          ),
        }),
      },
    },
    async run() {
      const fields = IMPORT_FIELDS.map(({ field, zh, en, required = false }) => ({
        field,
        zh,
        en,
        required,
        group: groupOfField(field),
      }))
      return { status: 200, body: { fields: fields.filter(({ group }) => group !== 'ignore') } }
    },
  }),
  operation({
    id: 'getTemplate',
    method: 'get',
    path: '/templates/{category}',
    summary: 'A table to fill in, with an example, that is understood as it is',
    params: z.strictObject({ category: z.enum(TEMPLATE_CATEGORIES) }),
    query: none,
    body: null,
    answers: { 200: { says: 'In the language asked for.', body: 'csv' } },
    async run({ params: { category }, language }) {
      const text = buildTemplate(category, language === 'en' ? 'en' : 'zh-CN')
      return { status: 200, body: new CsvFile({ fileName: `haowu-${category}.csv`, text: oneText(text) }) }
    },
  }),
  operation({
    id: 'getItemHistory',
    method: 'get',
    path: '/items/{sku}/history',
    summary: 'Who changed what of an item, when, and from which line of which import; newest first',
    params: z.strictObject({ sku: z.string().min(1).max(200) }),
    query: z.strictObject({
      cursor: z
        .string()
        .regex(/^\d{1,9}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    body: null,
    answers: {
      200: {
        says: 'One page of events.',
        body: z.strictObject({
          events: z.array(
            z.strictObject({
              version: z.int(),
              at: z.iso.datetime(),
              actor: z.string(),
              actorName: z.string().nullable(),
              cause: z.string(),
              importId: z.uuid().nullable(),
              importFileName: z.string().nullable(),
              importLine: z.int().nullable(),
              changes: z.array(
                z.strictObject({ field: z.string(), before: z.unknown(), after: z.unknown() }),
              ),
            }),
          ),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    async run({ deps: { db }, holder: { supplierId }, params: { sku }, query }) {
      const itemId = await findItemBySku(db, { supplierId, sku })
      const { rows, nextCursor } = await readItemHistory(db, { ...query, supplierId, itemId })
      return { status: 200, body: { events: rows, nextCursor } }
    },
  }),
]

async function* oneText(text: string) {
  yield text
}
