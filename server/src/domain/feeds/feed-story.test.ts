import { buildParty } from '@haowu/server/test/build-item.ts'
import { type FeedDesk, jsonSource, openFeedDesk } from '@haowu/server/test/feed-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listItems } from '#domain/catalog/list-items.ts'
import { cancelImport } from '#domain/imports/cancel-import.ts'
import { tendImports } from '#domain/imports/expire-imports.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { requestUndo } from '#domain/imports/request-undo.ts'
import { undoImport } from '#domain/imports/undo-import.ts'
import { requestFeedRun } from './request-feed-run.ts'
import { runFeed } from './run-feed.ts'
import { scheduleFeeds } from './schedule-feeds.ts'
import { settleFeedRuns } from './settle-feed-runs.ts'
import { switchFeed } from './switch-feed.ts'
import { updateFeed } from './update-feed.ts'

let t: TestDatabase
let source: FeedDesk
beforeAll(async () => {
  t = await createTestDatabase()
  source = await openFeedDesk(t)
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const supplier = () => buildParty(t.db, 'supplier')
const item = (id: number, price = 100) => ({ id: `E-${id}`, name: `柜子 ${id}`, price })
const goods = (count: number, from = 0) => Array.from({ length: count }, (_, at) => item(from + at))
const list = (items: unknown[], total = items.length) => ({ items, total })

async function states(supplierId: string): Promise<Record<string, number>> {
  const { rows } = await t.owner.query(
    'SELECT state, count(*)::int AS n FROM item WHERE supplier_id = $1 GROUP BY 1 ORDER BY 1',
    [supplierId],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

async function writes(): Promise<number> {
  const { rows } = await t.owner.query(
    'SELECT pg_stat_force_next_flush(), (SELECT sum(version)::int FROM item) AS versions',
  )
  return rows[0].versions
}

const confirmedOf = async (supplierId: string) =>
  (
    await listItems(t.db, { supplierId, filter: {}, sort: 'newest', limit: 1 })
  ).rows[0]?.stockConfirmedAt.getTime() ?? 0

describe('a source', () => {
  test('brings its goods in, and each later reading vouches for all of them without writing one', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId)
    source.json(list(goods(30)))
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'applied',
      rows: 30,
      counts: { new: 30, errors: 0 },
    })
    expect(await source.see(supplierId, feedId)).toMatchObject({ items: 30, failures: 0 })
    const before = await writes()
    const confirmed = await confirmedOf(supplierId)
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'unchanged',
      rows: 30,
      importId: null,
    })
    expect(await writes()).toBe(before)
    expect(await confirmedOf(supplierId)).toBeGreaterThan(confirmed)
    source.json(list([item(0, 101), ...goods(29, 1)]))
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'applied',
      counts: { unchanged: 29, changed: 1 },
    })
  })

  test('keeps the stock of what came in by file, and vouches for it once it names it', async () => {
    const supplierId = await supplier()
    await source.desk.importFile(
      supplierId,
      '商家编码,标题,类目,价格\nE-1,柜子 1,家具,100\nE-2,柜子 2,家具,100',
    )
    const config = {
      ...jsonSource(source.url).config,
      fields: { sku: { path: 'id' }, price: { path: 'price' } },
    }
    const feedId = await source.create(supplierId, {
      mode: 'price_stock',
      definition: { kind: 'json', config },
    })
    const before = await writes()
    source.json(list([item(1), item(2)]))
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'applied',
      counts: { unchanged: 2 },
    })
    expect(await writes()).toBe(before)
    const { confirmedAt, items } = await source.see(supplierId, feedId)
    expect(items).toBe(2)
    expect(await confirmedOf(supplierId)).toBe(Date.parse(confirmedAt ?? ''))
    source.json(list([item(1, 101), item(2), item(3)]))
    expect(await source.sync(supplierId, feedId)).toMatchObject({ counts: { changed: 1, errors: 1, new: 0 } })
  })

  test('that sends its whole list each time takes off what it does not name, unless too much is gone at once', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId, { mode: 'full' })
    source.json(list(goods(100)))
    await source.sync(supplierId, feedId)
    source.json(list(goods(95)))
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'applied',
      counts: { missing: 5 },
    })
    expect(await states(supplierId)).toEqual({ draft: 95, withdrawn: 5 })

    source.json(list(goods(9)))
    const held = await source.sync(supplierId, feedId)
    expect(held).toMatchObject({ outcome: 'waiting', importState: 'previewed' })
    expect(await states(supplierId)).toEqual({ draft: 95, withdrawn: 5 })
    // Nobody asks the source again while a person has to look.
    const asked = source.asked.length
    await scheduleFeeds(t)
    await runFeed(source.deps, feedId)
    expect(source.asked).toHaveLength(asked)

    const importId = held.importId ?? ''
    await requestApply(t, { supplierId, importId, acceptBrake: true })
    await applyImport(source.desk.deps, importId)
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({ lastRun: { outcome: 'applied' } })
    expect(await states(supplierId)).toEqual({ draft: 9, withdrawn: 91 })
  })

  test('whose import was stopped while it was applied waits for a person, and is read again after two days without one', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId)
    source.json(list(goods(3)))
    await t.owner.query('UPDATE feed_source SET next_due_at = app_now() WHERE id = $1', [feedId])
    await runFeed(source.deps, feedId)
    const { lastRun } = await source.see(supplierId, feedId)
    const importId = lastRun?.importId ?? ''
    await previewImport(source.desk.deps, importId)
    await cancelImport(t, { supplierId, importId })
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({
      lastRun: { outcome: 'waiting', importState: 'previewed' },
    })

    const pass = (hours: number) =>
      t.owner.query(
        'UPDATE item_import SET stopped_at = stopped_at - make_interval(hours => $2), run_started_at = run_started_at - make_interval(hours => $2) WHERE id = $1',
        [importId, hours],
      )
    await pass(47)
    await tendImports(t.db)
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({ lastRun: { outcome: 'waiting' } })
    await pass(2)
    await tendImports(t.db)
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({
      lastRun: { outcome: 'failed', failure: 'import_cancelled' },
    })
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied', counts: { new: 3 } })
  })

  test('whose list is not as long as it says takes nothing off', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId, { mode: 'full' })
    source.json(list(goods(20)))
    await source.sync(supplierId, feedId)
    source.json(list(goods(19), 20))
    await source.sync(supplierId, feedId)
    expect(await states(supplierId)).toEqual({ draft: 20 })
  })

  test('takes off only in its daily pass, when it is asked for changes otherwise', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId, { fullHour: 3 })
    source.json(list(goods(20)))
    await source.sync(supplierId, feedId)
    source.json(list(goods(19)))
    await source.sync(supplierId, feedId)
    expect(await states(supplierId)).toEqual({ draft: 20 })
    await requestFeedRun(t, { supplierId, feedId, pass: 'full' })
    expect(await source.sync(supplierId, feedId)).toMatchObject({ pass: 'full', counts: { missing: 1 } })
    expect(await states(supplierId)).toEqual({ draft: 19, withdrawn: 1 })
    expect(await source.sync(supplierId, feedId)).toMatchObject({ pass: 'sync' })
    await t.owner.query(
      "UPDATE feed_source SET last_full_at = app_now() - interval '25 hours' WHERE id = $1",
      [feedId],
    )
    expect(await source.sync(supplierId, feedId)).toMatchObject({ pass: 'full' })
  })

  test('is asked again from where it was applied, not from where it was read', async () => {
    const supplierId = await supplier()
    const definition = jsonSource(source.url)
    definition.config.since = { parameter: 'since', format: 'seconds' }
    const feedId = await source.create(supplierId, { definition })
    source.json(list(goods(3)))
    await source.sync(supplierId, feedId)
    const since = () => new URL(source.asked.at(-1)?.url ?? '', source.url).searchParams.get('since')
    expect(since()).toBeNull()
    await source.sync(supplierId, feedId)
    const first = since()
    expect(Number(first)).toBeGreaterThan(0)

    source.json(list([{ id: 'E-0', name: '柜子 0' }]))
    await t.owner.query('UPDATE feed_source SET next_due_at = app_now() WHERE id = $1', [feedId])
    await runFeed(source.deps, feedId)
    const { lastRun } = await source.see(supplierId, feedId)
    await t.owner.query("UPDATE item_import SET state = 'cancelled' WHERE id = $1", [lastRun?.importId])
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({
      lastRun: { outcome: 'failed', failure: 'import_cancelled' },
    })
    const again = since()
    source.json(list(goods(3)))
    await source.sync(supplierId, feedId)
    expect(since()).toBe(again)
  })
})

describe('when a source fails', () => {
  test('new keys are asked for at once, and put it back to work', async () => {
    const supplierId = await supplier()
    const definition = { ...jsonSource(source.url), secret: { token: 'old-key-of-the-erp' } }
    definition.config.auth = { kind: 'bearer' }
    const feedId = await source.create(supplierId, { definition })
    source.answer((_, response) => response.writeHead(401).end())
    expect(await source.sync(supplierId, feedId)).toMatchObject({ failure: 'keys_refused' })
    expect(source.asked.at(-1)?.headers.authorization).toBe('Bearer old-key-of-the-erp')
    const seen = await source.see(supplierId, feedId)
    expect(seen.state).toBe('needs_keys')
    await expect(requestFeedRun(t, { supplierId, feedId, pass: 'sync' })).rejects.toMatchObject({
      code: 'feed_not_on',
    })
    source.json(list(goods(1)))
    await updateFeed(source.deps, {
      supplierId,
      memberId: supplierId,
      feedId,
      version: seen.version,
      settings: {
        name: 'ERP',
        mode: 'delta',
        everyMinutes: 5,
        fullHour: null,
        definition: { ...definition, secret: { token: 'new-key-of-the-erp' } },
      },
    })
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied' })
    expect(source.asked.at(-1)?.headers.authorization).toBe('Bearer new-key-of-the-erp')
    const { rows } = await t.owner.query(
      "SELECT to_jsonb(feed)::text || encode(secret_sealed, 'escape') AS stored FROM feed_source AS feed WHERE id = $1",
      [feedId],
    )
    expect(rows[0].stored).not.toContain('key-of-the-erp')
  })

  test('five times in a row, it is left in peace, longer each time, and one good answer heals it', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId)
    source.answer((_, response) => response.writeHead(200).end('<html><body>维护中</body></html>'))
    const minutes: number[] = []
    for (let failure = 1; failure <= 9; failure++) {
      await t.owner.query('UPDATE feed_source SET open_until = NULL WHERE id = $1', [feedId])
      expect(await source.sync(supplierId, feedId)).toMatchObject({ failure: 'answer_is_page' })
      const { openUntil } = await source.see(supplierId, feedId)
      minutes.push(openUntil ? Math.round((Date.parse(openUntil) - Date.now()) / 60_000) : 0)
    }
    expect(minutes).toEqual([0, 0, 0, 0, 5, 10, 20, 40, 60])
    const asked = source.asked.length
    await t.owner.query('UPDATE feed_source SET next_due_at = app_now() WHERE id = $1', [feedId])
    await runFeed(source.deps, feedId)
    expect(source.asked).toHaveLength(asked)
    source.json(list(goods(1)))
    await requestFeedRun(t, { supplierId, feedId, pass: 'sync' })
    await source.sync(supplierId, feedId)
    expect(await source.see(supplierId, feedId)).toMatchObject({ failures: 0, openUntil: null })
  })

  test('it is asked again when it said so', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId, { everyMinutes: 1 })
    source.answer((_, response) => response.writeHead(429, { 'retry-after': '1800' }).end())
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      failure: 'throttled',
      facts: { retryAfterSeconds: 1800 },
    })
    const { nextDueAt } = await source.see(supplierId, feedId)
    expect(Math.round((Date.parse(nextDueAt) - Date.now()) / 60_000)).toBe(30)
  })
})

describe('a reading', () => {
  test('is done once, however many are woken for it', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId)
    source.json(list(goods(2)))
    const asked = source.asked.length
    await Promise.all(Array.from({ length: 8 }, () => runFeed(source.deps, feedId)))
    expect(source.asked).toHaveLength(asked + 1)
    await scheduleFeeds(t)
    await scheduleFeeds(t)
    const { rows } = await t.owner.query(
      'SELECT count(*)::int AS n FROM feed_run WHERE feed_source_id = $1',
      [feedId],
    )
    expect(rows[0].n).toBe(1)
  })

  test.each(['paused', 'removed'] as const)(
    'of a source that is %s meanwhile brings nothing in',
    async to => {
      const supplierId = await supplier()
      const feedId = await source.create(supplierId)
      source.answer((_, response) => {
        void switchFeed(t, { supplierId, memberId: supplierId, feedId, to }).then(() =>
          response.writeHead(200).end(JSON.stringify(list(goods(2)))),
        )
      })
      await runFeed(source.deps, feedId)
      expect(await states(supplierId)).toEqual({})
      const { rows } = await t.owner.query(
        'SELECT outcome, failure, import_id FROM feed_run WHERE feed_source_id = $1',
        [feedId],
      )
      expect(rows).toEqual([{ outcome: 'failed', failure: 'stopped', import_id: null }])
    },
  )

  test('whose reader died is given up after a while, and what the dead one says later counts for nothing', async () => {
    const supplierId = await supplier()
    const feedId = await source.create(supplierId)
    let late = () => {}
    const dying = new Promise<void>(asked => {
      source.answer((_, response) => {
        late = () => response.writeHead(200).end(JSON.stringify(list(goods(2))))
        asked()
      })
    })
    const reading = runFeed(source.deps, feedId)
    await dying
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({ lastRun: { outcome: 'running' } })
    await t.owner.query(
      "UPDATE feed_run SET seen_at = seen_at - interval '2 minutes' WHERE feed_source_id = $1",
      [feedId],
    )
    await settleFeedRuns(t.db)
    expect(await source.see(supplierId, feedId)).toMatchObject({ lastRun: { failure: 'run_lost' } })
    late()
    await reading
    const { rows } = await t.owner.query(
      'SELECT count(*)::int AS n FROM item_import WHERE supplier_id = $1',
      [supplierId],
    )
    expect(rows[0].n).toBe(0)
    source.json(list(goods(2)))
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied', counts: { new: 2 } })
  })
})

test('an import of a source that is taken back pauses the source, so that it does not come again by itself', async () => {
  const supplierId = await supplier()
  const feedId = await source.create(supplierId)
  source.json(list(goods(3)))
  const { importId } = await source.sync(supplierId, feedId)
  await requestUndo(t, { supplierId, importId: importId ?? '', memberId: supplierId })
  await settleFeedRuns(t.db)
  await undoImport(source.desk.deps, importId ?? '')
  await settleFeedRuns(t.db)
  expect(await source.see(supplierId, feedId)).toMatchObject({
    state: 'paused',
    lastRun: { outcome: 'undone' },
  })
  await switchFeed(t, { supplierId, memberId: supplierId, feedId, to: 'on' })
  await settleFeedRuns(t.db)
  expect(await source.see(supplierId, feedId)).toMatchObject({ state: 'on' })
  expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied', counts: { returned: 3 } })
})

test('a source that was saved anew while it was imported is read from its beginning', async () => {
  const supplierId = await supplier()
  const definition = jsonSource(source.url)
  definition.config.since = { parameter: 'since', format: 'seconds' }
  const feedId = await source.create(supplierId, { definition })
  source.json(list(goods(3)))
  await t.owner.query('UPDATE feed_source SET next_due_at = app_now() WHERE id = $1', [feedId])
  await runFeed(source.deps, feedId)
  const { version, lastRun } = await source.see(supplierId, feedId)
  const url = `${source.url}?shop=2`
  const settings = { name: 'ERP', mode: 'delta' as const, everyMinutes: 5, fullHour: null }
  await updateFeed(source.deps, {
    supplierId,
    memberId: supplierId,
    feedId,
    version,
    settings: { ...settings, definition: { ...definition, config: { ...definition.config, url } } },
  })
  await previewImport(source.desk.deps, lastRun?.importId ?? '')
  await applyImport(source.desk.deps, lastRun?.importId ?? '')
  await settleFeedRuns(t.db)
  await source.sync(supplierId, feedId)
  expect(source.asked.at(-1)?.url).toBe('/items?shop=2')
})

test('a file of all that a supplier has vouches for each piece it left, and a part of it does not', async () => {
  const supplierId = await supplier()
  const table = '商家编码,标题,类目,价格\nE-1,柜子 1,家具,100\nE-2,柜子 2,家具,100'
  await source.desk.importFile(supplierId, table)
  const listed = await confirmedOf(supplierId)
  await source.desk.importFile(supplierId, `${table}\n`)
  expect(await confirmedOf(supplierId)).toBe(listed)
  const { importId } = await source.desk.upload(supplierId, `${table}\n\n`)
  await t.owner.query("UPDATE item_import SET mode = 'full' WHERE id = $1", [importId])
  await previewImport(source.desk.deps, importId)
  await requestApply(t, { supplierId, importId })
  await applyImport(source.desk.deps, importId)
  expect(await confirmedOf(supplierId)).toBeGreaterThan(listed)
})

test('keys stay with the host they were given for', async () => {
  const supplierId = await supplier()
  const definition = { ...jsonSource(source.url), secret: { token: 'only-for-one' } }
  const feedId = await source.create(supplierId, { definition })
  const settings = { name: 'ERP', mode: 'delta' as const, everyMinutes: 5, fullHour: null }
  const save = (url: string, version: number) =>
    updateFeed(source.deps, {
      supplierId,
      memberId: supplierId,
      feedId,
      version,
      settings: { ...settings, definition: { kind: 'json', config: { ...definition.config, url } } },
    })
  await save(`${source.url}?page=2`, 1)
  const hasKeys = async () =>
    (await t.owner.query('SELECT secret_sealed IS NOT NULL AS has FROM feed_source WHERE id = $1', [feedId]))
      .rows
  expect(await hasKeys()).toEqual([{ has: true }])
  await save('https://other.example.com/items', 2)
  expect(await hasKeys()).toEqual([{ has: false }])
})
