import { INSPECTION_LIMITS, type MediaShows } from '@haowu/shared/inspection.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type MediaRow, selectMedia, writeInspection } from './inspection-store.ts'
import { lockOpenInspection } from './save-inspection.ts'

export interface AttachedFile {
  sha256: string
  kind: MediaRow['kind']
  bytes: number
  fileName: string
  shows: MediaShows
}

/** Adds a stored file to an open inspection; the same bytes again are one. Throws `limit_reached`. */
export async function attachMedia(
  trx: Transaction<Database>,
  { supplierId, inspectionId, file }: { supplierId: string; inspectionId: string; file: AttachedFile },
): Promise<MediaRow> {
  const row = await lockOpenInspection(trx, { supplierId, inspectionId })
  const role = file.kind === 'pdf' ? 'document' : 'photo'
  const shows = role === 'document' ? 'document' : file.shows === 'document' ? 'other' : file.shows
  const media = await selectMedia(trx, inspectionId)
  const known = media.find(({ sha256 }) => sha256 === file.sha256)
  if (known) return known
  const limit = role === 'photo' ? INSPECTION_LIMITS.photos : INSPECTION_LIMITS.documents
  if (media.filter(each => each.role === role).length >= limit)
    throw new DomainError('limit_reached', { limit })
  const { sha256, kind, fileName } = file
  const { id } = await trx
    .insertInto('reportMedia')
    .values({ inspectionId, role, shows, sha256, kind, bytes: BigInt(file.bytes), fileName })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (row.state === 'draft') await writeInspection(trx, { ...row, state: 'inspecting' })
  return { mediaId: id, role, shows, sha256, kind, bytes: BigInt(file.bytes), fileName }
}

type Whose = { supplierId: string; inspectionId: string; mediaId: string }

/** Takes a photo or paper out of an open inspection, and the marks that were on it. Throws `not_found`. */
export async function detachMedia({ db }: { db: Db }, { mediaId, ...whose }: Whose): Promise<void> {
  await db.transaction().execute(async trx => {
    const row = await lockOpenInspection(trx, whose)
    const gone = await trx
      .deleteFrom('reportMedia')
      .where('id', '=', mediaId)
      .where('inspectionId', '=', row.inspectionId)
      .returning('sha256')
      .executeTakeFirst()
    if (!gone) throw new DomainError('not_found', { what: 'media' })
    const marks = row.marks.filter(mark => mark.photo !== gone.sha256)
    if (marks.length < row.marks.length)
      await writeInspection(trx, { ...row, marks, version: row.version + 1 })
  })
}

/** Says what a photo of an open inspection shows. Throws `not_found`. */
export async function nameMedia(
  { db }: { db: Db },
  { mediaId, shows, ...whose }: Whose & { shows: Exclude<MediaShows, 'document'> },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { inspectionId } = await lockOpenInspection(trx, whose)
    const { numUpdatedRows } = await trx
      .updateTable('reportMedia')
      .set({ shows })
      .where('id', '=', mediaId)
      .where('inspectionId', '=', inspectionId)
      .where('role', '=', 'photo')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new DomainError('not_found', { what: 'media' })
  })
}
