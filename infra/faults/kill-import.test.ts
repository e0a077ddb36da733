import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyImport } from '@haowu/server/domain/imports/apply-import.ts'
import { previewImport } from '@haowu/server/domain/imports/preview-import.ts'
import { undoImport } from '@haowu/server/domain/imports/undo-import.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFolderStore, type ImportScene, openImportScene } from './import-scene.ts'
import { FILES, type FileName, type Played, playImportStory, type Worker } from './import-story.ts'
import { killAtByte, killAtTable } from './kill-worker.ts'
import { QUEUE_STORES } from './queue-stores.ts'

/** How often a worker dies while it reads a file, on each store of queues; `npm run faults` asks for more. */
const POSITIONS = Number(process.env.KILL_POSITIONS ?? 4)
const POSITIONS_PER_STORY = 10

/** The tables an import waits for when it dies: nothing changed yet, the middle of its transaction, its last words. */
const TABLES = {
  first: ['item', 'report'],
  second: ['import_manifest'],
  undo: ['item_history'],
} satisfies Record<FileName | 'undo', string[]>

const folder = mkdtempSync(path.join(tmpdir(), 'haowu-undisturbed-'))
afterAll(() => rmSync(folder, { recursive: true }))
let undisturbed: Played
beforeAll(async () => {
  await using t = await createTestDatabase()
  const deps = {
    ...t,
    files: createFolderStore(folder),
    secrets: { ...t.secrets, reportSigning: Buffer.alloc(32, 3) },
  }
  undisturbed = await playImportStory(deps, {
    preview: importId => previewImport(deps, importId),
    apply: importId => applyImport(deps, importId),
    undo: importId => undoImport(deps, importId),
  })
}, 60_000)

test('what is compared changes, refuses and takes back rows, and leaves nothing of its work', () => {
  const { item_import, import_error, import_failed_row, item_history } =
    undisturbed.seen['second file taken back'] ?? {}
  expect(item_import?.map(line => JSON.parse(line).slice(0, 3))).toMatchObject([
    ['applied', { rows: 2_000, new: 2_000, errors: 0, withReport: 2_000 }, null],
    ['undone', { rows: 2_120, new: 117, changed: 655, errors: 40 }, { restored: 772, kept: 0 }],
  ])
  expect([import_error?.length, import_failed_row?.length, item_history?.length]).toEqual([40, 40, 1_427])
  expect(new Set(Object.values(undisturbed.leftovers))).toEqual(new Set([0]))
})

const random = createRandom(20_261_126)
const shares = Array.from({ length: POSITIONS }, random)

test.concurrent.each(QUEUE_STORES)(
  `a worker killed at ${POSITIONS} bytes of its files, and while it applies and takes back, with the queues on %s: all ends as if nothing had happened`,
  async kind => {
    for (let at = 0; at < POSITIONS; at += POSITIONS_PER_STORY) {
      await using scene = await openImportScene(kind)
      const worker = createDyingWorker(scene, shares.slice(at, at + POSITIONS_PER_STORY))
      expect(await playImportStory(scene, worker)).toEqual(undisturbed)
      expect(scene.jobs.ownEnds).toEqual([])
    }
  },
  600_000 * Math.ceil(POSITIONS / POSITIONS_PER_STORY),
)

/** Dies and begins again at each of these places before it gets through. */
function createDyingWorker(scene: ImportScene, shares: number[]): Worker {
  const byFile = {
    first: shares.filter((_, at) => at % 2 === 0),
    second: shares.filter((_, at) => at % 2 === 1),
  }
  return {
    async preview(importId, file) {
      const bytes = Buffer.byteLength(FILES[file])
      for (const share of byFile[file].toSorted()) await killAtByte(scene, Math.floor(share * bytes))
      await scene.deliverNow()
      await scene.reach(importId, 'previewed')
    },
    async apply(importId, file) {
      for (const table of TABLES[file]) await killAtTable(scene, table)
      await scene.deliverNow()
      await scene.reach(importId, 'applied')
    },
    async undo(importId) {
      for (const table of TABLES.undo) await killAtTable(scene, table)
      await scene.deliverNow()
      await scene.reach(importId, 'undone')
    },
  }
}

/** The same numbers between 0 and 1 each time. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 8) / 2 ** 24
  }
}
