import type { FeedKind, FeedMode } from '@haowu/shared/feeds.ts'
import type { ImportDelimiter, ImportEncoding } from '@haowu/shared/imports.ts'

/** A source as it stands in the form: every field of every kind as text, so that what is half typed can stand there. */
export interface FeedDraft {
  kind: FeedKind
  name: string
  mode: FeedMode
  everyMinutes: string
  fullHour: number | null
  url: string
  auth: { kind: AuthKind; name: string }
  keys: Record<KeyName, string>
  json: JsonDraft
  csv: { encoding: ImportEncoding | null; delimiter: ImportDelimiter | null }
  erp: { warehouseId: string; warehouseNo: string; defective: boolean; pageSize: number | null }
}

export const AUTH_KINDS = ['none', 'bearer', 'basic', 'header', 'query'] as const
export type AuthKind = (typeof AUTH_KINDS)[number]

export const KEY_NAMES = {
  json: ['token'],
  csv: ['token'],
  jushuitan: ['appKey', 'appSecret', 'accessToken', 'refreshToken'],
  wangdiantong: ['sid', 'appKey', 'appSecret'],
} as const satisfies Record<FeedKind, readonly string[]>
export type KeyName = (typeof KEY_NAMES)[FeedKind][number]
/** A source is read without them, though not for ever. */
export const OPTIONAL_KEYS: ReadonlySet<KeyName> = new Set(['refreshToken'])

export interface JsonDraft {
  itemsPath: string
  totalPath: string
  errorPath: string
  currencyPath: string
  fields: FieldDraft[]
  paging: PagingDraft
  since: { on: boolean; parameter: string; format: SinceFormat }
  /** Where one item is asked for; blank where it cannot be. */
  one: { url: string; path: string }
}

export interface FieldDraft {
  id: number
  field: string | null
  from: 'path' | 'constant'
  path: string
  constant: string
  unit: 'yuan' | 'fen'
  words: WordDraft[]
}

export interface WordDraft {
  id: number
  theirs: string
  ours: string
}

export const PAGING_KINDS = ['none', 'page', 'offset', 'cursor', 'link'] as const
export interface PagingDraft {
  kind: (typeof PAGING_KINDS)[number]
  parameter: string
  first: 0 | 1
  sizeParameter: string
  size: string
  path: string
}

export const SINCE_FORMATS = ['iso', 'seconds', 'milliseconds', 'shanghai'] as const
export type SinceFormat = (typeof SINCE_FORMATS)[number]

/** Fields that are money, whose numbers need a unit. */
export const PRICE_FIELDS: ReadonlySet<string> = new Set(['price', 'supply_price'])

let lastId = 0
/** Rows of a form have no name of their own while they are typed. */
export const newRowId = (): number => ++lastId

export function blankField(field: string | null = null): FieldDraft {
  return { id: newRowId(), field, from: 'path', path: '', constant: '', unit: 'yuan', words: [] }
}

export const isErp = (kind: FeedKind): boolean => kind === 'jushuitan' || kind === 'wangdiantong'

/** What a new source of a kind begins with: the least that may change, often, and everything once a night. */
export function blankDraft(kind: FeedKind): FeedDraft {
  return {
    kind,
    name: '',
    mode: 'price_stock',
    everyMinutes: kind === 'csv' ? '15' : '5',
    fullHour: 3,
    url: ERP_ADDRESSES[kind] ?? '',
    auth: { kind: 'none', name: '' },
    keys: { token: '', appKey: '', appSecret: '', accessToken: '', refreshToken: '', sid: '' },
    json: {
      itemsPath: '',
      totalPath: '',
      errorPath: '',
      currencyPath: '',
      fields: ['sku', 'price', 'qty'].map(blankField),
      paging: { kind: 'none', parameter: '', first: 1, sizeParameter: '', size: '100', path: '' },
      since: { on: false, parameter: '', format: 'iso' },
      one: { url: '', path: '' },
    },
    csv: { encoding: null, delimiter: null },
    erp: { warehouseId: '', warehouseNo: '', defective: false, pageSize: null },
  }
}

/** The public doors of both platforms. */
const ERP_ADDRESSES: Partial<Record<FeedKind, string>> = {
  jushuitan: 'https://openapi.jushuitan.com',
  wangdiantong: 'https://wdt.wangdian.cn/openapi',
}
