import { type FeedServer, openFeedServer, walkToEnd } from '@haowu/server/test/feed-server.ts'
import { answerJushuitan } from '@haowu/server/test/jushuitan-simulator.ts'
import { SIMULATED_SHOP, type SimulatedStock, stockLine } from '@haowu/server/test/simulated-shop.ts'
import { answerWangdiantong } from '@haowu/server/test/wangdiantong-simulator.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type WalkedDefinition, walkFeed } from './adapters.ts'
import type { FeedCursor, FeedWalk } from './feed-adapter.ts'
import { readFeedSample } from './read-feed-sample.ts'

let server: FeedServer
beforeAll(async () => {
  server = await openFeedServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const HOUR_MS = 3_600_000
const NOW = new Date('2026-11-26T02:00:00Z')
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)
const since = (hours: number): FeedCursor => ({ since: ago(hours).toISOString() })
const { appKey, appSecret, accessToken, sid } = SIMULATED_SHOP

type Wishes = Partial<Pick<FeedWalk, 'cursor' | 'pass'>> & { config?: object; secret?: object }

function jushuitan({ config, secret }: Wishes): WalkedDefinition {
  return {
    kind: 'jushuitan',
    config: { url: server.origin, pageSize: 50, ...config },
    secret: { appKey, appSecret, accessToken, ...secret },
  }
}

function wangdiantong({ config, secret }: Wishes): WalkedDefinition {
  return {
    kind: 'wangdiantong',
    config: { url: `${server.origin}/openapi`, defective: false, pageSize: 100, ...config },
    secret: { sid, appKey, appSecret, ...secret },
  }
}

const asking = () => ({ http: server.http, now: NOW, signal: AbortSignal.timeout(20_000) })

const readerOf = (sourceOf: (wishes: Wishes) => WalkedDefinition) => {
  return (wishes: Wishes = {}) => {
    const { cursor = null, pass = cursor ? 'sync' : 'full' } = wishes
    return walkToEnd(walkFeed({ ...asking(), source: sourceOf(wishes), pass, cursor }))
  }
}
const readJushuitan = readerOf(jushuitan)
const readWangdiantong = readerOf(wangdiantong)

const ERPS = [
  { erp: '聚水潭', answer: answerJushuitan, read: readJushuitan, sourceOf: jushuitan },
  { erp: '旺店通', answer: answerWangdiantong, read: readWangdiantong, sourceOf: wangdiantong },
]

const skus = (rows: Record<string, string>[]) => rows.map(({ sku }) => sku).toSorted()
const pieces = (count: number, hours = 1): SimulatedStock[] =>
  Array.from({ length: count }, (_, at) =>
    stockLine({
      sku: `P-${String(at).padStart(3, '0')}`,
      modified: new Date(ago(hours).getTime() + at * 1_000),
    }),
  )

describe.each(ERPS)('$erp', ({ answer, read, sourceOf }) => {
  const play = (stock: SimulatedStock[]) => server.play(asked => answer({ ...SIMULATED_SHOP, stock }, asked))

  test('is read as what can still be sold, never less than none', async () => {
    play([
      stockLine({ sku: 'A', there: 9, ordered: 2, locked: 3, modified: ago(1) }),
      stockLine({ sku: 'B', there: 1, ordered: 2, modified: ago(2) }),
      stockLine({ sku: 'C', there: 2.5, modified: ago(3) }),
    ])
    const { rows } = await read()
    const qty = Object.fromEntries(rows.map(row => [row['sku'], row['qty']]))
    expect(qty).toEqual({ A: '4', B: '0', C: '2' })
  })

  test('is read back from where the last reading ended, and a quarter of an hour before', async () => {
    play([
      stockLine({ sku: 'long-ago', modified: ago(30 * 24) }),
      stockLine({ sku: 'late', modified: ago(10.2) }),
      stockLine({ sku: 'new', modified: ago(1) }),
    ])
    const sync = await read({ cursor: since(10) })
    expect(skus(sync.rows)).toEqual(['late', 'new'])
    expect(sync).toMatchObject({ cursor: { since: NOW.toISOString() }, whole: false })
    const full = await read()
    expect(skus(full.rows)).toEqual(['late', 'long-ago', 'new'])
  })

  test('after weeks of silence is asked in windows that it answers for', async () => {
    play(Array.from({ length: 12 }, (_, week) => stockLine({ sku: `W-${week}`, modified: ago(week * 168) })))
    expect((await read({ cursor: since(11 * 168) })).rows).toHaveLength(12)
  })

  test('shows something to whoever only looks, after a few questions', async () => {
    play([stockLine({ sku: 'OLD', modified: ago(24 * 200) }), ...pieces(2, 24 * 3)])
    const before = server.asked.length
    const looking = { ...asking(), source: sourceOf({}), mode: 'price_stock', sample: undefined } as const
    expect((await readFeedSample(looking)).rows).toEqual([
      ['P-000', '1'],
      ['P-001', '1'],
    ])
    expect(server.asked.length - before).toBeLessThan(5)
  })

  test('loses nothing when items leave the list while it is read', async () => {
    const stock = pieces(230)
    let questions = 0
    server.play(asked => {
      const said = answer({ ...SIMULATED_SHOP, stock }, asked)
      questions++
      // Sold between two pages: it moves out of the window, and all behind it move up.
      const sold = stock[questions * 7]
      if (sold) sold.modified = new Date(NOW.getTime() + 60_000)
      return said
    })
    const { rows } = await read({ cursor: since(3), config: { pageSize: 20 } })
    const gone = stock.filter(({ modified }) => modified > NOW).map(({ sku }) => sku)
    expect(new Set(rows.map(({ sku }) => sku)).size).toBe(rows.length)
    for (const { sku } of stock) if (!gone.includes(sku)) expect(skus(rows)).toContain(sku)
  })

  test('that takes no notice of page numbers is found out', async () => {
    const stock = pieces(60)
    server.play(asked => {
      const first = { ...asked, url: new URL(asked.url) }
      const said = answer({ ...SIMULATED_SHOP, stock }, first) as { data?: Record<string, unknown> }
      const [list] = Object.values(said.data ?? {}).filter(Array.isArray)
      list?.splice(
        0,
        list.length,
        ...pieces(20).map(({ sku }) => ({ sku_id: sku, spec_no: sku, qty: 1, stock_num: 1 })),
      )
      return said
    })
    await expect(read({ cursor: since(3), config: { pageSize: 20 } })).rejects.toMatchObject({
      failure: 'page_repeated',
    })
  })

  test('that knows of no stock at all is not believed, unless it was asked only for changes', async () => {
    play([])
    await expect(read()).rejects.toMatchObject({ failure: 'no_rows' })
    expect(await read({ cursor: since(1) })).toMatchObject({ rows: [] })
  })

  test('that refuses the keys is told apart from one that has other complaints', async () => {
    play(pieces(1))
    await expect(read({ secret: { appSecret: 'wrong:simulated-salt' } })).rejects.toMatchObject({
      failure: 'keys_refused',
    })
    server.play(() => ({ code: 150, status: 100, msg: '内部处理异常!', message: '内部处理异常!' }))
    await expect(read()).rejects.toMatchObject({
      failure: 'answer_says_error',
      facts: { said: '内部处理异常!' },
    })
  })

  test('behind an address that cannot be asked is told so', async () => {
    for (const url of ['erp', 'http://10.0.0.1'])
      await expect(read({ config: { url } })).rejects.toMatchObject({ failure: 'address_refused' })
  })

  test('never has its keys repeated in what it complains of', async () => {
    const said = `参数有误 ${'k'.repeat(20)}\n<b>`
    server.play(() => ({ code: 140, status: 100, msg: said, message: said }))
    await expect(read()).rejects.toMatchObject({ facts: { said: '参数有误 … <b>' } })
  })

  test('without a list where it should be, or without numbers, is not guessed at', async () => {
    server.play(() => ({ code: 0, status: 0, data: { inventorys: 'none', detail_list: 'none' } }))
    await expect(read()).rejects.toMatchObject({ failure: 'mapping_failed' })
    const lines = [{ sku_id: 'A', spec_no: 'A', qty: '很多', stock_num: '很多' }]
    server.play(() => ({ code: 0, status: 0, data: { inventorys: lines, detail_list: lines } }))
    await expect(read()).rejects.toMatchObject({ failure: 'mapping_failed' })
  })
})

describe('聚水潭', () => {
  test('is asked for one warehouse where one is named', async () => {
    server.play(asked => answerJushuitan({ ...SIMULATED_SHOP, stock: pieces(1) }, asked))
    await readJushuitan({ cursor: since(2), config: { warehouseId: '1' } })
    const biz = JSON.parse(new URLSearchParams(server.asked.at(-1)?.body).get('biz') ?? '')
    expect(biz).toMatchObject({ wms_co_id: 1, has_lock_qty: true })
  })

  test('that only says whether there is more is read on until there is not', async () => {
    const stock = pieces(45)
    server.play(asked => {
      const said = answerJushuitan({ ...SIMULATED_SHOP, stock }, asked) as { data: Record<string, unknown> }
      delete said.data['data_count']
      return said
    })
    expect((await readJushuitan({ cursor: since(2), config: { pageSize: 20 } })).rows).toHaveLength(45)
  })
})

describe('旺店通', () => {
  const play = (stock: SimulatedStock[]) =>
    server.play(asked => answerWangdiantong({ ...SIMULATED_SHOP, stock }, asked))

  test('adds up all warehouses of a SKU, also those where nothing moved', async () => {
    play([
      stockLine({ sku: 'A', warehouse: '1', there: 1, modified: ago(1) }),
      stockLine({ sku: 'A', warehouse: '2', there: 4, modified: ago(2_000) }),
    ])
    expect((await readWangdiantong({ cursor: since(2) })).rows).toEqual([{ sku: 'A', qty: '5' }])
    expect((await readWangdiantong({ cursor: since(2), config: { warehouseNo: '1' } })).rows).toEqual([
      { sku: 'A', qty: '1' },
    ])
  })

  test('counts defective pieces only where they are what is sold', async () => {
    play([
      stockLine({ sku: 'A', there: 1, modified: ago(1) }),
      stockLine({ sku: 'A', there: 2, defective: true, modified: ago(1) }),
      stockLine({ sku: 'B', there: 3, defective: true, modified: ago(1) }),
    ])
    const qty = async (defective: boolean) =>
      (await readWangdiantong({ cursor: since(2), config: { defective } })).rows.map(row => row['qty'])
    expect(await qty(false)).toEqual(['1', '0'])
    expect(await qty(true)).toEqual(['3', '3'])
  })

  test('is not asked with half a key', async () => {
    const asked = server.asked.length
    await expect(readWangdiantong({ secret: { appSecret: 'no-salt' } })).rejects.toMatchObject({
      failure: 'keys_refused',
    })
    expect(server.asked).toHaveLength(asked)
  })
})
