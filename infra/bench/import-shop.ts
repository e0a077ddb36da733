import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { applyImport } from '@haowu/server/domain/imports/apply-import.ts'
import { previewImport } from '@haowu/server/domain/imports/preview-import.ts'
import { readImport } from '@haowu/server/domain/imports/read-import.ts'
import { receiveUpload } from '@haowu/server/domain/imports/receive-upload.ts'
import { requestApply } from '@haowu/server/domain/imports/request-apply.ts'
import { createFileStore } from '@haowu/server/gateways/files.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import type { ImportCounts } from '@haowu/shared/imports.ts'
import pg from 'pg'

export type Shop = Awaited<ReturnType<typeof openShop>>

export interface Uploaded {
  supplierId: string
  importId: string
}

/** The application over a migrated database of its own, as far as imports need it. */
export async function openShop(url: string, folder: string) {
  let closing = false
  const pool = createPool({ url, kind: 'worker', onError: error => closing || console.error(error.message) })
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const db = createKysely(pool)
  const filesDir = path.join(folder, new URL(url).pathname)
  const files = createFileStore({ filesDir, s3: undefined, publicUrl: 'http://localhost' }, randomBytes(32))
  const deps = { db, pool, files, secrets: { reportSigning: randomBytes(32) } }
  const preview = (uploaded: Uploaded) => previewImport(deps, uploaded.importId)
  return {
    preview,
    newSupplier: () => buildParty(db, 'supplier'),
    /** What may only be added to hangs on items too and refuses to be emptied; for this throwaway database that does not hold. */
    async empty() {
      await owner.query(
        `SET session_replication_role = 'replica'; TRUNCATE item, item_import, import_manifest CASCADE; RESET session_replication_role`,
      )
      await owner.query('CHECKPOINT')
    },
    async vacuum() {
      await owner.query('VACUUM ANALYZE item')
    },
    /** A mark in the database's time: `writtenSince` says how many of a supplier's items were written after it. */
    async mark(): Promise<string> {
      return (await owner.query('SELECT pg_current_xact_id()::xid AS mark')).rows[0].mark
    },
    async writtenSince(mark: string, supplierId: string): Promise<number> {
      const { rows } = await owner.query(
        'SELECT count(*)::int AS n FROM item WHERE supplier_id = $1 AND age(xmin) < age($2::xid)',
        [supplierId, mark],
      )
      return rows[0].n
    },
    /** Blank lines at the end make the bytes of each round others, so that no shortcut by the file's own hash is measured. */
    async upload(supplierId: string, file: string, blankLines = 0): Promise<Uploaded> {
      const body = withBlankLines(file, blankLines)
      const upload = { supplierId, memberId: supplierId, fileName: 'bench.csv', body }
      return { supplierId, importId: (await receiveUpload(deps, upload)).importId }
    },
    async importStored(uploaded: Uploaded): Promise<ImportCounts> {
      await preview(uploaded)
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

async function* withBlankLines(file: string, blankLines: number): AsyncGenerator<Buffer> {
  yield* createReadStream(file, { highWaterMark: 1024 * 1024 })
  if (blankLines > 0) yield Buffer.from('\r\n'.repeat(blankLines))
}
