import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { receiveUpload, type ReceivedUpload } from './receive-upload.ts'
import { findParts, signedKey, type StoredPart } from './find-parts.ts'
import { readUpload, UPLOAD_HOURS } from './upload-in-parts.ts'

interface Completion {
  supplierId: string
  uploadId: string
  /** What the sender was given for each part, in order: a part that was lost or sent by somebody else is noticed. */
  parts: { partNumber: number; etag: string }[]
}

/**
 * Makes an import of the parts, as if the file had come in one piece. Completing it twice is once, and the same bytes
 * again are the earlier import. Throws `bad_request` while a part is missing or is not the one that was sent.
 */
export async function completeUpload(
  deps: { db: Db; files: FileStore },
  { supplierId, uploadId, parts }: Completion,
): Promise<ReceivedUpload> {
  const upload = await readUpload(deps.db, { supplierId, uploadId })
  if (upload.importId !== null) return { importId: upload.importId, repeated: upload.repeated }
  const stored = await findParts(deps, upload)
  const expected = Number((upload.bytes + upload.partBytes - 1n) / upload.partBytes)
  refuseUnlessWhole(stored, { parts, expected })
  const { memberId, fileName, mode, source } = upload
  const body = joinParts(deps.files, stored)
  // Whoever completes it at the same moment sends the same bytes, which are one import.
  const received = await receiveUpload(deps, { supplierId, memberId, fileName, mode, source, body })
  await deps.db
    .updateTable('upload')
    .set(received)
    .where('id', '=', uploadId)
    .where('importId', 'is', null)
    .execute()
  return received
}

function refuseUnlessWhole(
  stored: StoredPart[],
  { parts, expected }: { parts: Completion['parts']; expected: number },
): void {
  const missing = Array.from({ length: expected }, (_, at) => at + 1).find(
    number =>
      stored[number - 1]?.partNumber !== number ||
      parts.find(part => part.partNumber === number)?.etag.replaceAll('"', '') !== stored[number - 1]?.etag,
  )
  if (missing !== undefined) throw new DomainError('bad_request', { field: 'parts', partNumber: missing })
}

async function* joinParts(files: FileStore, stored: StoredPart[]): AsyncGenerator<Uint8Array> {
  // A chunk of the store is overwritten by the next one, and whoever writes these is still at work on it then.
  for (const { fileKey } of stored)
    for await (const chunk of files.readChunks(fileKey)) yield Buffer.from(chunk)
}

/** Gives an upload up: its parts are taken away with the others that are no longer needed. */
export async function abortUpload(
  db: Db,
  { supplierId, uploadId }: Pick<Completion, 'supplierId' | 'uploadId'>,
): Promise<void> {
  await readUpload(db, { supplierId, uploadId })
  await db
    .updateTable('upload')
    .set({ createdAt: sql`app_now() - make_interval(hours => ${UPLOAD_HOURS + 1})` })
    .where('id', '=', uploadId)
    .where('importId', 'is', null)
    .execute()
}

const UPLOADS_PER_SWEEP = 20

/** Takes away the parts of uploads that were completed, given up or forgotten; safe to call at any time, by many. */
export async function sweepUploads({ db, files }: { db: Db; files: FileStore }): Promise<void> {
  const { rows } = await sql<{ id: string; supplierId: string; parts: number; done: boolean }>`
    SELECT id, supplier_id, ceil(bytes::numeric / part_bytes)::int AS parts, import_id IS NOT NULL AS done FROM upload
    WHERE created_at < app_now() - make_interval(hours => ${UPLOAD_HOURS})
      OR (import_id IS NOT NULL AND EXISTS (SELECT FROM upload_part WHERE upload_id = upload.id))
    ORDER BY created_at LIMIT ${UPLOADS_PER_SWEEP}
  `.execute(db)
  for (const { id, supplierId, parts: count, done } of rows) {
    const parts = await db.selectFrom('uploadPart').select('fileKey').where('uploadId', '=', id).execute()
    for (const { fileKey } of parts) await files.delete(fileKey)
    for (let part = 1; part <= count; part++)
      await files.delete(signedKey({ supplierId, uploadId: id }, part))
    if (done) await db.deleteFrom('uploadPart').where('uploadId', '=', id).execute()
    await db
      .deleteFrom('upload')
      .where('id', '=', id)
      .where('createdAt', '<', sql<Date>`app_now() - make_interval(hours => ${UPLOAD_HOURS})`)
      .execute()
  }
}
