import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { openFilePath } from '#gateways/file-link.ts'
import { attachment } from '#gateways/files.ts'

/** Opens the signed links of the disk store; S3 serves its own. A file is always a download, never a page. */
export function fileDownloads({ files, secrets }: Pick<AppDeps, 'files' | 'secrets'>): Router {
  const routes = Router()
  routes.get('/api/files', async (req, res) => {
    const link = openFilePath(secrets.linkToken, new URL(req.url, 'http://local').searchParams)
    const stored = link && (await files.stat(link.key))
    if (!link || !stored) throw new DomainError('not_found')
    res.set({
      'content-type': 'application/octet-stream',
      'content-length': String(stored.bytes),
      'content-disposition': attachment(link.fileName),
      'cache-control': 'private, no-store',
    })
    await pipeline(await files.get(link.key), res)
  })
  return routes
}
