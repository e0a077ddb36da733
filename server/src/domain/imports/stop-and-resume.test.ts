import { buildParty } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyImport } from './apply-import.ts'
import { cancelImport } from './cancel-import.ts'
import { tendImports } from './expire-imports.ts'
import type { ImportDeps } from './import-run.ts'
import { previewImport } from './preview-import.ts'
import { readImport } from './read-import.ts'
import { requestApply } from './request-apply.ts'
import { requestUndo } from './request-undo.ts'
import { undoImport } from './undo-import.ts'

let t: TestDatabase
let desk: ImportDesk
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const supplier = () => buildParty(t.db, 'supplier')
const catalog = (wishes: Parameters<typeof generatePhoneCatalog>[0]) =>
  [...generatePhoneCatalog(wishes)].join('')

class Killed extends Error {}

/** The same world, in which the worker dies at its n-th query. */
function dyingAt(query: number): ImportDeps {
  let asked = 0
  const dies: KyselyPlugin = {
    transformQuery({ node }) {
      if (++asked === query) throw new Killed()
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { ...desk.deps, db: desk.deps.db.withPlugin(dies) }
}

/** The same world with a database that is slow to answer: whatever the machine, a step lasts long enough to be watched. */
function slowed(milliseconds: number): ImportDeps {
  const waits: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      await new Promise(resolve => setTimeout(resolve, milliseconds))
      return result
    },
  }
  return { ...desk.deps, db: desk.deps.db.withPlugin(waits) }
}

/** Lets a step die at its first query, its second, and so on, each time on the same import, until it lives through all. */
async function killedAtEachQuery(step: (deps: ImportDeps) => Promise<void>): Promise<number> {
  for (let query = 1; ; query++) {
    try {
      await step(dyingAt(query))
      return query
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }
}

async function goods(supplierId: string) {
  const { rows } = await t.owner.query(
    `SELECT supplier_sku AS sku, price_fen::text AS price, item.title, identity, qty, item.state, withdrawn_by, item.version,
       report.version AS report, (SELECT count(*)::int FROM item_history WHERE item_id = item.id) AS changes
     FROM item LEFT JOIN report ON report.id = item.report_id WHERE item.supplier_id = $1 ORDER BY 1`,
    [supplierId],
  )
  return rows
}

describe('a worker that dies at each query it makes', () => {
  test('leaves the same items and counters as one that never died, in preview, apply and undo', async () => {
    const play = async (
      supplierId: string,
      run: (step: (deps: ImportDeps) => Promise<void>) => Promise<unknown>,
    ) => {
      const seen: unknown[] = []
      for (const more of [{ rows: 12 }, { rows: 15, priceMoveEvery: 3 }]) {
        const { importId } = await desk.upload(supplierId, catalog({ ...more, inspected: true, seed: 501 }))
        await run(deps => previewImport(deps, importId))
        seen.push((await readImport(t.db, { supplierId, importId })).counts)
        await requestApply(t, { supplierId, importId })
        await run(deps => applyImport(deps, importId))
        seen.push((await readImport(t.db, { supplierId, importId })).counts, await goods(supplierId))
        if (more.rows === 12) continue
        await requestUndo(t, { supplierId, importId, memberId: supplierId })
        await run(deps => undoImport(deps, importId))
        seen.push((await readImport(t.db, { supplierId, importId })).undoCounts, await goods(supplierId))
      }
      return seen
    }
    const undisturbed = await supplier()
    const expected = await play(undisturbed, step => step(desk.deps))
    // The same pieces at a second supplier would be quarantined.
    await t.owner.query("UPDATE item SET identity = NULL, state = 'withdrawn' WHERE supplier_id = $1", [
      undisturbed,
    ])
    await t.owner.query('UPDATE report SET external_no = NULL WHERE supplier_id = $1', [undisturbed])
    const deaths: number[] = []
    const found = await play(await supplier(), async step => deaths.push(await killedAtEachQuery(step)))
    expect(found).toEqual(expected)
    expect(Math.min(...deaths)).toBeGreaterThan(5)
  }, 120_000)
})

describe('an import that is stopped', () => {
  test.each([0, 60, 250, 900])(
    'after %d ms of being applied, stands previewed with nothing changed, or was done',
    async ms => {
      const supplierId = await supplier()
      const { importId } = await desk.preview(
        supplierId,
        catalog({ rows: 4_000, inspected: true, seed: 510 + ms }),
      )
      const scope = { supplierId, importId, memberId: supplierId }
      await requestApply(t, scope)
      const running = applyImport(desk.deps, importId)
      await new Promise(resolve => setTimeout(resolve, ms))
      const tooLate = await cancelImport(t, scope).then(
        () => false,
        error => error.code === 'import_not_ready',
      )
      await running
      const after = await readImport(t.db, scope)
      expect(after).toMatchObject(
        tooLate
          ? { state: 'applied', stoppedAt: null }
          : { state: 'previewed', stoppedAt: expect.any(String) },
      )
      expect(await goods(supplierId)).toHaveLength(tooLate ? 4_000 : 0)
      if (tooLate) return
      await requestApply(t, scope)
      await applyImport(desk.deps, importId)
      expect((await readImport(t.db, scope)).counts).toMatchObject({ new: 4_000 })
    },
    120_000,
  )

  test.each([0, 100, 300])(
    'after %d ms of being read, is cancelled and leaves nothing staged',
    async ms => {
      const supplierId = await supplier()
      const { importId } = await desk.upload(supplierId, catalog({ rows: 20_000, seed: 530 + ms }))
      const scope = { supplierId, importId, memberId: supplierId }
      const running = previewImport(desk.deps, importId)
      await new Promise(resolve => setTimeout(resolve, ms))
      await cancelImport(t, scope)
      await running
      expect(await readImport(t.db, scope)).toMatchObject({ state: 'cancelled', progress: null })
      const { rows } = await t.owner.query('SELECT count(*)::int AS n FROM import_row WHERE import_id = $1', [
        importId,
      ])
      expect(rows).toEqual([{ n: 0 }])
    },
    120_000,
  )
})

describe('an import at work', () => {
  test('says how far it is while its transaction is still open, with rate and remaining time, and nothing afterwards', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.preview(supplierId, catalog({ rows: 4_000, inspected: true, seed: 550 }))
    await requestApply(t, { supplierId, importId })
    let running = true
    const applied = applyImport(slowed(40), importId).finally(() => (running = false))
    const seen: NonNullable<Awaited<ReturnType<typeof readImport>>['progress']>[] = []
    while (running) {
      const { progress } = await readImport(t.db, { supplierId, importId })
      if (progress) seen.push(progress)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    await applied
    expect(new Set(seen.map(({ phase }) => phase))).toContain('reports')
    const rated = seen.filter(({ remainingSeconds }) => remainingSeconds !== null)
    expect(rated.length).toBeGreaterThan(0)
    expect(rated.every(({ perSecond, done, total }) => perSecond > 0 && done <= total)).toBe(true)
    expect((await readImport(t.db, { supplierId, importId })).progress).toBeNull()
    const { rows } = await t.owner.query('SELECT FROM import_progress WHERE import_id = $1', [importId])
    expect(rows).toEqual([])
  }, 120_000)
})

describe('imports nobody looks after', () => {
  const age = (importId: string, hours: number) =>
    t.owner.query(
      `UPDATE item_import SET created_at = created_at - make_interval(secs => $2::float8 * 3600),
         run_started_at = run_started_at - make_interval(secs => $2::float8 * 3600) WHERE id = $1`,
      [importId, hours],
    )
  const wakes = async (importId: string) => {
    const { rows } = await t.owner.query(
      "SELECT kind FROM outbox WHERE payload->>'importId' = $1 AND key LIKE '%:wake:%' ORDER BY key",
      [importId],
    )
    return rows.map(row => row.kind)
  }

  test('are woken once per run that died, and given up after forty-five', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.upload(supplierId, catalog({ rows: 2, seed: 540 }))
    await tendImports(t.db)
    expect(await wakes(importId)).toEqual([])
    await age(importId, 1)
    await tendImports(t.db)
    await tendImports(t.db)
    expect(await wakes(importId)).toEqual(['import_uploaded'])
    await t.owner.query("UPDATE item_import SET state = 'applying', run_token = 45 WHERE id = $1", [importId])
    await tendImports(t.db)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({
      state: 'failed',
      errorCode: 'internal',
    })
  })

  test('wait through half a day without the store of files, and end once it is back', async () => {
    const supplierId = await supplier()
    const { importId } = await desk.upload(supplierId, catalog({ rows: 2, seed: 541 }))
    const down = () => Promise.reject(new Error('the store is down'))
    const files = { ...desk.deps.files, get: down, stat: down }
    const attempt = () => expect(previewImport({ ...desk.deps, files }, importId)).rejects.toThrow('is down')
    const everyMinutes = 10
    for (let minute = 0, woken = -1; minute < 12 * 60; minute += everyMinutes) {
      await tendImports(t.db)
      const wakeups = (await wakes(importId)).length
      // As the queue does with a job that fails: two more attempts.
      if (wakeups > woken) for (let tries = 0; tries < 3; tries++) await attempt()
      woken = wakeups
      await age(importId, everyMinutes / 60)
    }
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({ state: 'previewing' })
    await previewImport(desk.deps, importId)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({ state: 'previewed' })
  })

  test('that the brake holds are dropped after two days, and not before', async () => {
    const supplierId = await supplier()
    const file = (price: number) =>
      ['商家编码,标题,类目,价格', ...Array.from({ length: 9 }, (_, at) => `B-${at},柜子,家具,${price}`)].join(
        '\n',
      )
    await desk.importFile(supplierId, file(100))
    const { importId, brake } = await desk.preview(supplierId, file(10_000))
    expect(brake).not.toBeNull()
    await age(importId, 47)
    await tendImports(t.db)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({ state: 'previewed' })
    await age(importId, 2)
    await tendImports(t.db)
    expect(await readImport(t.db, { supplierId, importId })).toMatchObject({ state: 'cancelled' })
  })
})
