import { ITEM_STATES } from '@haowu/shared/catalog.ts'
import { itemListQuery } from '@haowu/shared/inventory.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { type ItemRow, listItems } from '#domain/catalog/list-items.ts'
import { findItemBySku } from '#domain/catalog/find-item-by-sku.ts'
import { readItem } from '#domain/catalog/read-item.ts'
import { releaseExternal } from '#domain/inventory/release-external.ts'
import { sellElsewhere } from '#domain/picks/sell-elsewhere.ts'
import { none, operation, type Operation } from './operation.ts'

const bySku = z.strictObject({ sku: z.string().min(1).max(200) })

const facts = {
  itemId: z.uuid(),
  sku: z.string(),
  title: z.string(),
  category: z.string(),
  brand: z.string().nullable(),
  model: z.string().nullable(),
  identity: z.string().nullable(),
  grade: z.string().nullable(),
  priceFen: z.string(),
  qty: z.int(),
  photos: z.array(z.string()),
  state: z.enum(ITEM_STATES),
  version: z.int(),
  stockConfirmedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}
const listedItem = z.strictObject({ ...facts, kind: z.enum(['unique', 'stocked']), held: z.boolean() })
const wholeItem = z.strictObject({
  ...facts,
  shipFrom: z.string().nullable(),
  spec: z.record(z.string(), z.string()),
  createdAt: z.iso.datetime(),
})

/** Narrows by what a program has use for; the order is fixed, so that walking through pages misses none. */
const pageOfItems = z.strictObject({
  state: z.enum(ITEM_STATES).optional(),
  cursor: itemListQuery.shape.cursor,
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const itemOperations: Operation[] = [
  operation({
    id: 'listItems',
    method: 'get',
    path: '/items',
    summary: 'Your items, newest first, page by page',
    params: none,
    query: pageOfItems,
    body: null,
    answers: {
      200: {
        says: 'One page; `nextCursor` is null on the last one.',
        body: z.strictObject({ items: z.array(listedItem), nextCursor: z.string().nullable() }),
      },
    },
    async run({ deps, holder, query: { state, cursor, limit } }) {
      const filter = state ? { states: [state] } : {}
      const page = { supplierId: holder.supplierId, filter, sort: 'newest', cursor, limit } as const
      const { rows, nextCursor } = await listItems(deps.db, page)
      return { status: 200, body: { items: rows.map(toListed), nextCursor } }
    },
  }),
  operation({
    id: 'getItem',
    method: 'get',
    path: '/items/{sku}',
    summary: 'One item by your own code',
    params: bySku,
    query: none,
    body: null,
    answers: { 200: { says: 'The item as it stands.', body: wholeItem } },
    async run({ deps, holder: { supplierId }, params }) {
      const itemId = await findItemBySku(deps.db, { supplierId, sku: params.sku })
      const item = await readItem(deps.db, { supplierId, itemId })
      const { spec, shipFrom, createdAt } = item
      const body = { ...toFacts(item), spec, shipFrom, createdAt: createdAt.toISOString() }
      return { status: 200, body }
    },
  }),
  operation({
    id: 'claimExternal',
    method: 'post',
    path: '/items/{sku}/claim-external',
    summary:
      'A unique piece was sold elsewhere: nobody can buy it here from now on, unless a buyer is paying. A show that holds it is told at once, and a case is opened. Twice is once',
    params: bySku,
    query: none,
    body: null,
    answers: {
      200: {
        says: 'It is yours to hand over.',
        body: z.strictObject({ itemId: z.uuid(), sku: z.string(), state: z.literal('external_sold') }),
      },
    },
    async run({ deps, holder: { supplierId, memberId }, params: { sku } }) {
      const { itemId } = await sellElsewhere(deps, { supplierId, memberId, sku })
      return { status: 200, body: { itemId, sku, state: 'external_sold' } }
    },
  }),
  operation({
    id: 'releaseExternal',
    method: 'post',
    path: '/items/{sku}/release-external',
    summary: 'The sale elsewhere was told by mistake: the piece stands again as its report allows',
    params: bySku,
    query: none,
    body: null,
    answers: {
      200: {
        says: 'How it stands now.',
        body: z.strictObject({ itemId: z.uuid(), sku: z.string(), state: z.enum(ITEM_STATES) }),
      },
    },
    async run({ deps, holder: { supplierId, memberId }, params: { sku } }) {
      const { itemId, state } = await releaseExternal(deps.db, { supplierId, memberId, sku })
      return { status: 200, body: { itemId, sku, state } }
    },
  }),
]

type Facts = Omit<
  ItemRow,
  | 'stockKind'
  | 'held'
  | 'withdrawnBy'
  | 'reportCode'
  | 'reportKind'
  | 'reportExpiresAt'
  | 'reportExpired'
  | 'reportEndsSoon'
  | 'needsThirdParty'
>

function toFacts(item: Facts) {
  const { itemId, sku, title, brand, model, identity, grade, qty, photos, state, version } = item
  return {
    itemId,
    sku,
    title,
    brand,
    model,
    identity,
    grade,
    qty,
    photos,
    state,
    version,
    category: item.categoryCode,
    priceFen: toFenText(item.priceFen),
    stockConfirmedAt: item.stockConfirmedAt.toISOString(),
    updatedAt: item.updatedAt.toISOString(),
  }
}

function toListed(item: ItemRow) {
  return { ...toFacts(item), kind: item.stockKind, held: item.held }
}
