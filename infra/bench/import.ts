import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { applyImport } from '@haowu/server/domain/imports/apply-import.ts'
import { previewImport } from '@haowu/server/domain/imports/preview-import.ts'
import { readImport } from '@haowu/server/domain/imports/read-import.ts'
import { receiveUpload } from '@haowu/server/domain/imports/receive-upload.ts'
import { requestApply } from '@haowu/server/domain/imports/request-apply.ts'
import { createFileStore } from '@haowu/server/gateways/files.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench, Variant } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { createRawCopy } from './import-copy.ts'

const ROWS = { quick: 60_000, full: 500_000 }
const PRICE_MOVES_EVERY = 100

/**
 * A supplier's stored file on its way to the applied import: decoded, checked, compared, previewed with exact counts and
 * merged into the indexed catalogue; against PostgreSQL copying the same stored bytes into a bare unlogged table. `first`: nobody was there before. `unchanged`: the same rows in a file whose bytes differ. `delta`: every
 * hundredth price moved.
 */
export const importBench: Bench = {
  name: 'import',
  title: 'Import: a supplier’s stored file until it is applied, against a bare COPY of its bytes',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const rows = quick ? ROWS.quick : ROWS.full
  const folder = await mkdtemp(path.join(tmpdir(), 'haowu-bench-import-'))
  const files = { base: path.join(folder, 'base.csv'), moved: path.join(folder, 'moved.csv') }
  await writeCatalog(files.base, { rows })
  await writeCatalog(files.moved, { rows, priceMoveEvery: PRICE_MOVES_EVERY })

  const first = await openShop(adminUrl, 'import_first', folder)
  const again = await openShop(adminUrl, 'import_again', folder)
  const [steady, moving] = [await again.newSupplier(), await again.newSupplier()]
  for (const supplierId of [steady, moving])
    await again.importStored(await again.upload(supplierId, files.base))
  await again.vacuum()
  const copy = await createRawCopy(adminUrl, files.base)

  const variant = (
    shop: Shop,
    upload: (round: number) => Promise<Uploaded>,
    expected: Partial<ImportCounts>,
  ): Variant => {
    let uploaded: Uploaded
    return {
      before: async round => {
        uploaded = await upload(round)
      },
      run: async () => expectCounts(await shop.importStored(uploaded), expected),
    }
  }
  return {
    unit: 'row',
    variants: {
      copy: { before: () => copy.empty(), run: () => copy.run() },
      first: variant(
        first,
        async () => {
          await first.empty()
          return first.upload(await first.newSupplier(), files.base)
        },
        { new: rows },
      ),
      unchanged: variant(again, round => again.upload(steady, files.base, round + 1), { unchanged: rows }),
      delta: variant(
        again,
        round => again.upload(moving, round % 2 === 0 ? files.moved : files.base, round + 1),
        { changed: Math.ceil(rows / PRICE_MOVES_EVERY) },
      ),
    },
    ratios: {
      first_vs_copy: { of: 'first', over: 'copy', by: 'speed' },
      unchanged_vs_copy: { of: 'unchanged', over: 'copy', by: 'speed' },
      delta1pct_vs_copy: { of: 'delta', over: 'copy', by: 'speed' },
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([first.close(), again.close(), copy.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function writeCatalog(file: string, wishes: { rows: number; priceMoveEvery?: number }): Promise<void> {
  await pipeline(Readable.from(generatePhoneCatalog(wishes)), createWriteStream(file))
}

/** A wrong count would make every figure worthless. */
function expectCounts(counts: ImportCounts, expected: Partial<ImportCounts>): number {
  for (const [name, value] of Object.entries(expected)) {
    const found = counts[name as keyof ImportCounts]
    if (found !== value) throw new Error(`${name} is ${found} instead of ${value}`)
  }
  return counts.rows
}

type Shop = Awaited<ReturnType<typeof openShop>>

/** The application over a database of its own, as far as imports need it. */
async function openShop(adminUrl: string, name: string, folder: string) {
  const url = await createDatabase(adminUrl, name)
  await migrateToLatest(url)
  let closing = false
  const pool = createPool({ url, kind: 'worker', onError: error => closing || console.error(error.message) })
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const db = createKysely(pool)
  const filesDir = path.join(folder, name)
  const files = createFileStore({ filesDir, s3: undefined, publicUrl: 'http://localhost' }, randomBytes(32))
  const deps = { db, pool, files, secrets: { reportSigning: randomBytes(32) } }
  return {
    newSupplier: () => buildParty(db, 'supplier'),
    async empty() {
      await owner.query('TRUNCATE item, item_import, import_manifest CASCADE')
      await owner.query('CHECKPOINT')
    },
    async vacuum() {
      await owner.query('VACUUM ANALYZE item')
    },
    /** Blank lines at the end make the bytes of each round others, so that no shortcut by the file's own hash is measured. */
    async upload(supplierId: string, file: string, blankLines = 0): Promise<Uploaded> {
      const body = withBlankLines(file, blankLines)
      const upload = { supplierId, memberId: supplierId, fileName: 'bench.csv', body }
      return { supplierId, importId: (await receiveUpload(deps, upload)).importId }
    },
    async importStored(uploaded: Uploaded): Promise<ImportCounts> {
      await previewImport(deps, uploaded.importId)
      await requestApply(deps, uploaded)
      await applyImport(deps, uploaded.importId)
      const { state, counts } = await readImport(db, uploaded)
      if (state !== 'applied') throw new Error(`the import ended as ${state}`)
      return counts
    },
    async close() {
      closing = true
      await Promise.all([owner.end(), pool.end()])
    },
  }
}

interface Uploaded {
  supplierId: string
  importId: string
}

async function* withBlankLines(file: string, blankLines: number): AsyncGenerator<Buffer> {
  yield* createReadStream(file, { highWaterMark: 1024 * 1024 })
  if (blankLines > 0) yield Buffer.from('\r\n'.repeat(blankLines))
}
