import { describe, expect, test } from 'vitest'
import { draftOfFeed } from '#features/feeds/draft-of-feed.ts'
import type { FeedDetail } from '#features/feeds/feed-calls.ts'
import { blankDraft, blankField, type FeedDraft } from '#features/feeds/feed-draft.ts'
import { answerProblemsOf, problemsOf, readingProblemsOf } from '#features/feeds/feed-problems.ts'
import { settingsOf } from '#features/feeds/settings-of-draft.ts'

const CONFIGS: Record<FeedDetail['kind'], FeedDetail['config']> = {
  json: {
    url: 'https://erp.example.com/items',
    itemsPath: 'data.items',
    totalPath: 'data.total',
    errorPath: 'code',
    fields: {
      sku: { path: 'code' },
      price: { path: 'price', unit: 'fen' },
      qty: { path: 'stock' },
      grade: { path: 'grade', words: { A: '95新', B: '9成新' } },
      category: { constant: '手机' },
    },
    currencyPath: 'currency',
    paging: { kind: 'page', parameter: 'page', first: 0, size: 200, sizeParameter: 'page_size' },
    since: { parameter: 'since', format: 'shanghai' },
    auth: { kind: 'header', name: 'X-Key' },
  },
  csv: {
    url: 'https://erp.example.com/items.csv',
    encoding: 'gb18030',
    delimiter: ';',
    auth: { kind: 'basic' },
  },
  jushuitan: { url: 'https://openapi.jushuitan.com', warehouseId: '1001', pageSize: 50 },
  wangdiantong: {
    url: 'https://wdt.wangdian.cn/openapi',
    warehouseNo: 'WH1',
    defective: true,
    pageSize: 100,
  },
}

const saved = (kind: FeedDetail['kind']) =>
  ({
    kind,
    name: '主仓',
    mode: 'price_stock',
    everyMinutes: 5,
    fullHour: null,
    config: CONFIGS[kind],
  }) as const
const json = (changes: Partial<FeedDraft['json']>): FeedDraft => {
  const draft = draftOfFeed(saved('json'))
  return { ...draft, json: { ...draft.json, ...changes } }
}
const kept = (url: string) => ({ url, hasSecret: true })

describe('a feed in its form', () => {
  test.each(Object.keys(CONFIGS) as FeedDetail['kind'][])(
    'of kind %s is saved as it was read, when nobody touched it',
    kind => {
      const { kind: _, config, ...plain } = saved(kind)
      expect(settingsOf(draftOfFeed(saved(kind)))).toEqual({ ...plain, definition: { kind, config } })
    },
  )

  test('that was only begun names what is missing, and the sample needs less than the source', () => {
    const draft = blankDraft('json')
    expect([...problemsOf(draft, null).values()]).toEqual(
      expect.arrayContaining(['name', 'url', 'itemsPath', 'fieldEmpty']),
    )
    expect(readingProblemsOf(draft, null).has('name')).toBe(false)
    expect(answerProblemsOf(draft).has('url')).toBe(false)
  })

  test('needs its code mapped, and no field twice', () => {
    expect(answerProblemsOf(json({ fields: [] })).get('mapping')).toBe('sku')
    const twice = [1, 2].map(() => ({ ...blankField('sku'), path: 'sku' }))
    expect([...answerProblemsOf(json({ fields: twice })).values()]).toEqual(['fieldTwice'])
  })

  test('takes whole minutes within the bounds only', () => {
    const minutes = (everyMinutes: string) =>
      problemsOf({ ...draftOfFeed(saved('csv')), everyMinutes }, kept(CONFIGS.csv.url)).get('everyMinutes')
    expect(['1', '60'].map(minutes)).toEqual([undefined, undefined])
    expect(['0', '61', '1.5', '', 'x'].map(minutes)).toEqual(Array(5).fill('everyMinutes'))
  })
})

describe('keys', () => {
  test('that are kept need not be typed again, unless the address moves to another host', () => {
    const draft = draftOfFeed(saved('jushuitan'))
    expect(problemsOf(draft, kept('https://openapi.jushuitan.com/other')).size).toBe(0)
    expect([...problemsOf(draft, kept('https://elsewhere.example.com')).keys()]).toEqual([
      'keys.appKey',
      'keys.appSecret',
      'keys.accessToken',
    ])
  })

  test('are given all or none, and sent only where typed', () => {
    const draft = draftOfFeed(saved('jushuitan'))
    const half = { ...draft, keys: { ...draft.keys, appKey: 'a' } }
    expect([...problemsOf(half, kept(draft.url)).keys()]).toEqual(['keys.appSecret', 'keys.accessToken'])
    expect(settingsOf(draft).definition.secret).toBeUndefined()
    const whole = { ...half, keys: { ...half.keys, appSecret: 'b', accessToken: ' c ' } }
    expect(settingsOf(whole).definition.secret).toEqual({ appKey: 'a', appSecret: 'b', accessToken: 'c' })
  })

  test('of 旺店通 hold secret and salt', () => {
    const draft = draftOfFeed(saved('wangdiantong'))
    const keys = { ...draft.keys, sid: 's', appKey: 'k', appSecret: 'no-salt' }
    expect(problemsOf({ ...draft, keys }, null).get('keys.appSecret')).toBe('salt')
  })
})
