import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyImport } from '#domain/imports/apply-import.ts'
import type { ImportDeps } from '#domain/imports/import-run.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { type ImportDetail, readImport } from '#domain/imports/read-import.ts'
import { type ReceivedUpload, receiveUpload } from '#domain/imports/receive-upload.ts'
import { requestApply } from '#domain/imports/request-apply.ts'
import { createFileStore } from '#gateways/files.ts'
import type { TestDatabase } from './test-database.ts'

/** Plays the supplier at the import screen, and the jobs behind it. */
export interface ImportDesk extends AsyncDisposable {
  deps: ImportDeps
  upload(supplierId: string, content: string | Buffer, chunkBytes?: number): Promise<ReceivedUpload>
  preview(supplierId: string, content: string | Buffer): Promise<ImportDetail>
  /** Upload, preview, yes, apply. */
  importFile(supplierId: string, content: string | Buffer): Promise<ImportDetail>
}

export function openImportDesk(t: Pick<TestDatabase, 'db' | 'pool'>): ImportDesk {
  const filesDir = path.join(tmpdir(), `haowu-imports-${randomBytes(6).toString('hex')}`)
  const files = createFileStore({ filesDir, s3: undefined, publicUrl: 'http://localhost' }, randomBytes(32))
  const deps: ImportDeps = { db: t.db, pool: t.pool, files, secrets: { reportSigning: Buffer.alloc(32, 3) } }

  const upload: ImportDesk['upload'] = (supplierId, content, chunkBytes = 65_536) => {
    const body = inChunks(typeof content === 'string' ? Buffer.from(content) : content, chunkBytes)
    return receiveUpload(deps, { supplierId, memberId: supplierId, fileName: '商品.csv', body })
  }
  const preview: ImportDesk['preview'] = async (supplierId, content) => {
    const { importId } = await upload(supplierId, content)
    await previewImport(deps, importId)
    return readImport(t.db, { supplierId, importId })
  }
  return {
    deps,
    upload,
    preview,
    async importFile(supplierId, content) {
      const { importId } = await preview(supplierId, content)
      await requestApply(deps, { supplierId, importId })
      await applyImport(deps, importId)
      return readImport(t.db, { supplierId, importId })
    },
    [Symbol.asyncDispose]: () => rm(filesDir, { recursive: true, force: true }),
  }
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
