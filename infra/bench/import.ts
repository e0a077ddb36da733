import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { type CatalogWishes, generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { registerAgencies } from '@haowu/server/test/register-agencies.ts'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench, Variant } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { createRawCopy } from './import-copy.ts'
import { apiLatency, peakMemory, previewTime } from './import-figures.ts'
import { openShop, type Shop, type Uploaded } from './import-shop.ts'
import { createUsualImport } from './import-usual.ts'

const ROWS = { quick: 60_000, full: 500_000 }
/** The usual way takes most of a minute for what the others do in seconds; a smaller file flatters it. */
const USUAL_SHARE = 10
const SMALL_ROWS = 10_000
/** Twice what the ratios are taken over: whatever grows with the file shows. */
const LARGE_ROWS = 1_000_000
const PRICE_MOVES_EVERY = 100

/**
 * A supplier's stored file on its way to the applied import: decoded, checked, compared, previewed with exact counts and
 * merged into the indexed catalogue; against PostgreSQL copying the same stored bytes into a bare unlogged table. `first`:
 * nobody was there before. `unchanged`: the same rows in a file whose bytes differ; no item may be written. `delta`: every
 * hundredth price moved. `usual`: a first file the way it is mostly done, into the same tables.
 */
export const importBench: Bench = {
  name: 'import',
  title: 'Import: a supplier’s stored file until it is applied, against a bare COPY of its bytes',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const rows = quick ? ROWS.quick : ROWS.full
  const folder = await mkdtemp(path.join(tmpdir(), 'haowu-bench-import-'))
  const catalog = (name: string, wishes: CatalogWishes) => writeCatalog(path.join(folder, name), wishes)
  const base = await catalog('base.csv', { rows })
  const moved = await catalog('moved.csv', { rows, priceMoveEvery: PRICE_MOVES_EVERY })
  const tenth = await catalog('tenth.csv', { rows: rows / USUAL_SHARE })
  const small = await catalog('small.csv', { rows: SMALL_ROWS })

  const [firstUrl, againUrl] = [
    await migrated(adminUrl, 'import_first'),
    await migrated(adminUrl, 'import_again'),
  ]
  const [first, again] = [await openShop(firstUrl, folder), await openShop(againUrl, folder)]
  const [steady, moving] = [await again.newSupplier(), await again.newSupplier()]
  for (const supplierId of [steady, moving]) await again.importStored(await again.upload(supplierId, base))
  await again.vacuum()
  const mark = await again.mark()
  const copy = await createRawCopy(adminUrl, base)
  const usual = await createUsualImport(firstUrl, tenth)

  return {
    unit: 'row',
    variants: {
      copy: { before: () => copy.empty(), run: () => copy.run() },
      first: importing(first, { new: rows }, async () => {
        await first.empty()
        return first.upload(await first.newSupplier(), base)
      }),
      unchanged: importing(again, { unchanged: rows }, round => again.upload(steady, base, round + 1)),
      delta: importing(again, { changed: Math.ceil(rows / PRICE_MOVES_EVERY) }, async round => {
        const written = await again.writtenSince(mark, steady)
        if (written > 0) throw new Error(`${written} items were written by a file that changes nothing`)
        return again.upload(moving, round % 2 === 0 ? moved : base, round + 1)
      }),
      usual: {
        before: () => first.empty(),
        run: async () => usual.run(await first.newSupplier()),
      },
    },
    ratios: {
      first_vs_copy: { of: 'first', over: 'copy', by: 'speed' },
      unchanged_vs_copy: { of: 'unchanged', over: 'copy', by: 'speed' },
      delta1pct_vs_copy: { of: 'delta', over: 'copy', by: 'speed' },
      first_vs_usual: { of: 'first', over: 'usual', by: 'speed' },
    },
    figures: {
      preview_10k_ms: () => previewTime(first, small),
      api_p99_ms: () => apiLatency(first, firstUrl, base),
      ...(quick
        ? {}
        : {
            peak_rss_10k_mib: () => peakMemory(againUrl, small),
            peak_rss_500k_mib: () => peakMemory(againUrl, base),
            peak_rss_1m_mib: async () =>
              peakMemory(againUrl, await catalog('large.csv', { rows: LARGE_ROWS, seed: 2 })),
          }),
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([first.close(), again.close(), copy.close(), usual.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function migrated(adminUrl: string, name: string): Promise<string> {
  const url = await createDatabase(adminUrl, name)
  await migrateToLatest(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await registerAgencies(client)
  await client.end()
  return url
}

async function writeCatalog(file: string, wishes: CatalogWishes): Promise<string> {
  await pipeline(Readable.from(generatePhoneCatalog(wishes)), createWriteStream(file))
  return file
}

function importing(
  shop: Shop,
  expected: Partial<ImportCounts>,
  upload: (round: number) => Promise<Uploaded>,
): Variant {
  let uploaded: Uploaded
  return {
    before: async round => {
      uploaded = await upload(round)
    },
    run: async () => expectCounts(await shop.importStored(uploaded), expected),
  }
}

/** A wrong count would make every figure worthless. */
function expectCounts(counts: ImportCounts, expected: Partial<ImportCounts>): number {
  for (const [name, value] of Object.entries(expected)) {
    const found = counts[name as keyof ImportCounts]
    if (found !== value) throw new Error(`${name} is ${found} instead of ${value}`)
  }
  return counts.rows
}
