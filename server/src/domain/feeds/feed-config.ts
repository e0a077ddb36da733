import { FEED_KINDS, type FeedKind } from '@haowu/shared/feeds.ts'
import { IMPORT_DELIMITERS, IMPORT_ENCODINGS } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { findField } from '#domain/imports/import-field.ts'
import { isSameHost } from './same-host.ts'

const address = z.string().trim().min(1).max(2_000)
/** Name of a query parameter. */
const parameter = z.string().min(1).max(60)
const expression = z.string().trim().min(1).max(500)

/** Where a field's text comes from: a JMESPath expression over one item, or the same words for all. */
const fieldRule = z.union([
  z.strictObject({
    path: expression,
    /** The source's words and ours; a word that is not listed stays as it is. */
    words: z.record(z.string().max(100), z.string().max(100)).optional(),
    /** Of a price: what one unit is. */
    unit: z.enum(['yuan', 'fen']).optional(),
  }),
  z.strictObject({ constant: z.string().max(200) }),
])
export type FieldRule = z.output<typeof fieldRule>

/** How one page leads to the next. */
const paging = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** A page number in a query parameter. */
  z.strictObject({
    kind: z.literal('page'),
    parameter,
    first: z.int().min(0).max(1),
    sizeParameter: parameter.optional(),
    size: z.int().min(1).max(1_000),
  }),
  z.strictObject({
    kind: z.literal('offset'),
    parameter,
    sizeParameter: parameter.optional(),
    size: z.int().min(1).max(1_000),
  }),
  /** The answer names the cursor of the next page; no cursor ends the walk. */
  z.strictObject({ kind: z.literal('cursor'), parameter, path: expression }),
  /** RFC 8288: `Link: <…>; rel="next"`. */
  z.strictObject({ kind: z.literal('link') }),
])
export type FeedPaging = z.output<typeof paging>

/** How the secret is sent. */
const auth = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('bearer') }),
    z.strictObject({ kind: z.literal('basic') }),
    z.strictObject({ kind: z.literal('header'), name: z.string().regex(/^[A-Za-z0-9-]{1,60}$/) }),
    /** As a query parameter, which is added when the source is asked and stands in no address that is kept or shown. */
    z.strictObject({ kind: z.literal('query'), name: z.string().regex(/^[\w.-]{1,60}$/) }),
  ])
  .default({ kind: 'none' })

const jsonConfig = z
  .strictObject({
    url: address,
    /** JMESPath to the array of items; `@` when the answer is the array. */
    itemsPath: expression,
    /** JMESPath to the number of all items, by which a whole walk is known to be whole. */
    totalPath: expression.optional(),
    /** JMESPath that must be absent, empty, 0 or "ok", "success", "true" in an answer that worked: many sources say `200` to everything. */
    errorPath: expression.optional(),
    fields: z
      .record(z.string().max(60), fieldRule)
      .refine(fields => 'sku' in fields, 'sku must be mapped')
      .refine(fields => Object.keys(fields).length <= 100, 'at most 100 fields')
      .refine(fields => Object.keys(fields).every(field => findField(field)), 'a field that is not ours'),
    /** JMESPath over one item to its currency; anything but CNY stops the run. */
    currencyPath: expression.optional(),
    paging: paging.default({ kind: 'none' }),
    /** The query parameter that asks only for what changed since an instant; without it each run reads all. */
    since: z
      .strictObject({
        parameter,
        format: z.enum(['iso', 'seconds', 'milliseconds', 'shanghai']),
      })
      .optional(),
    /** Where one item can be asked for, just before it is sold: `{sku}` stands for its code, the path leads to it in the answer. */
    one: z
      .strictObject({ url: address.refine(url => url.includes('{sku}'), 'without {sku}'), path: expression })
      .optional(),
    auth,
  })
  .refine(({ url, one }) => !one || isSameHost(url, one.url), 'keys go to one host only')

const csvConfig = z.strictObject({
  url: address,
  encoding: z.enum(IMPORT_ENCODINGS).optional(),
  delimiter: z.enum(IMPORT_DELIMITERS).optional(),
  auth,
})

/** 聚水潭 open platform: stock of the shop's goods, what orders have locked taken off. */
const jushuitanConfig = z.strictObject({
  url: address.default('https://openapi.jushuitan.com'),
  /** Of one warehouse; all of them when absent. */
  warehouseId: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  pageSize: z.int().min(1).max(100).default(50),
})

/** 旺店通 旗舰版 open platform: stock of all warehouses together, or of one. */
const wangdiantongConfig = z.strictObject({
  url: address.default('https://wdt.wangdian.cn/openapi'),
  warehouseNo: z.string().trim().min(1).max(40).optional(),
  /** Used goods are often booked as defective stock, which is left out unless it is asked for. */
  defective: z.boolean().default(false),
  pageSize: z.int().min(1).max(1_000).default(100),
})

export const FEED_CONFIGS = {
  json: jsonConfig,
  csv: csvConfig,
  jushuitan: jushuitanConfig,
  wangdiantong: wangdiantongConfig,
} as const satisfies Record<FeedKind, z.ZodType>

export type FeedConfig<Kind extends FeedKind = FeedKind> = z.output<(typeof FEED_CONFIGS)[Kind]>

/** What a source asks for before it answers; only sealed at rest, never told again, never logged. */
export const FEED_SECRETS = {
  json: z.strictObject({ token: z.string().max(4_000) }),
  csv: z.strictObject({ token: z.string().max(4_000) }),
  jushuitan: z.strictObject({
    appKey: z.string().min(1).max(200),
    appSecret: z.string().min(1).max(200),
    accessToken: z.string().min(1).max(200),
    /** With it the token is renewed before it runs out; without, new keys are asked for when it has. */
    refreshToken: z.string().min(1).max(200).optional(),
    /** Known once it was renewed. */
    accessUntil: z.iso.datetime().optional(),
  }),
  wangdiantong: z.strictObject({
    sid: z.string().min(1).max(200),
    appKey: z.string().min(1).max(200),
    /** As handed out: `secret:salt`. */
    appSecret: z.string().min(1).max(400),
  }),
} as const satisfies Record<FeedKind, z.ZodType>

export type FeedSecret<Kind extends FeedKind = FeedKind> = z.output<(typeof FEED_SECRETS)[Kind]>

/** A source as the supplier describes it: its kind, and the settings and keys of that kind. */
export const feedDefinition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('json'),
    config: FEED_CONFIGS.json,
    secret: FEED_SECRETS.json.optional(),
  }),
  z.strictObject({ kind: z.literal('csv'), config: FEED_CONFIGS.csv, secret: FEED_SECRETS.csv.optional() }),
  z.strictObject({
    kind: z.literal('jushuitan'),
    config: FEED_CONFIGS.jushuitan,
    secret: FEED_SECRETS.jushuitan.optional(),
  }),
  z.strictObject({
    kind: z.literal('wangdiantong'),
    config: FEED_CONFIGS.wangdiantong,
    secret: FEED_SECRETS.wangdiantong.optional(),
  }),
])
export type FeedDefinition = z.output<typeof feedDefinition>

export const isFeedKind = (kind: string): kind is FeedKind => FEED_KINDS.some(known => known === kind)
