import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { DomainError } from '#domain/domain-error.ts'
import { forgetManifest } from '#domain/imports/manifest.ts'
import type { FileStore } from '#gateways/files.ts'
import { mediaKey, photoPath, PHOTOS_PER_ITEM } from './media-kind.ts'
import { type ArchiveEntry, readArchive } from './read-archive.ts'
import { skuCandidates } from './sku-candidates.ts'

export type MediaOutcome =
  | 'added'
  | 'known'
  | 'no_item'
  | 'locked'
  | 'not_supported'
  | 'too_large'
  | 'too_many'

interface Batch {
  id: string
  supplierId: string
  memberId: string
  fileKey: string
}

/**
 * Matches the files of an archive to items by their names: photos are shown with the item, PDFs kept as its papers. All of
 * it or nothing; calling it again, at once or after a kill, gives the same. A held or sold item keeps what it has.
 */
export async function matchMedia(deps: { db: Db; files: FileStore }, batchId: string): Promise<void> {
  const batch = await deps.db
    .selectFrom('mediaBatch')
    .select(['id', 'supplierId', 'memberId', 'fileKey'])
    .where('id', '=', batchId)
    .where('state', '=', 'uploaded')
    .executeTakeFirst()
  if (!batch) return
  try {
    const entries = await readArchive(deps.files, batch.fileKey)
    await deps.db.transaction().execute(trx => placeEntries(trx, batch, entries))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await deps.db
      .updateTable('mediaBatch')
      .set({ state: 'failed', errorCode: error.code, errorFacts: JSON.stringify(error.facts) })
      .where('id', '=', batchId)
      .where('state', '=', 'uploaded')
      .execute()
  }
  await deps.files.delete(batch.fileKey)
}

interface FoundItem {
  id: string
  sku: string
  photos: string[]
  version: number
  locked: boolean
}

interface Placed {
  name: string
  outcome: MediaOutcome
  itemId: string | null
}

async function placeEntries(
  trx: Transaction<Database>,
  batch: Batch,
  entries: ArchiveEntry[],
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('mediaBatch')
    .set({ state: 'done', doneAt: sql`app_now()` })
    .where('id', '=', batch.id)
    .where('state', '=', 'uploaded')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  const items = await lockItems(trx, batch, entries)
  const photos = new Map<string, string[]>()
  const placed: Placed[] = []
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const item = skuCandidates(entry.name)
      .map(sku => items.get(sku))
      .find(found => found !== undefined)
    placed.push(await placeEntry(trx, entry, { item, photos }))
  }
  for (const item of items.values()) {
    const added = photos.get(item.id)
    if (added) await showPhotos(trx, batch, { item, added })
  }
  if (photos.size > 0) await forgetManifest(trx, batch.supplierId)
  await recordEntries(trx, batch, placed)
}

/** The items that any of the names may mean, locked in the order of their ids, as everybody does who locks several. */
async function lockItems(
  trx: Transaction<Database>,
  { supplierId }: Batch,
  entries: ArchiveEntry[],
): Promise<Map<string, FoundItem>> {
  const skus = [...new Set(entries.flatMap(entry => skuCandidates(entry.name)))]
  const { rows } = await sql<FoundItem>`
    SELECT id, supplier_sku AS sku, photos, version,
      (state IN ('sold', 'external_sold', 'on_loan', 'returning', 'lost') OR ${heldNow}) AS locked
    FROM item WHERE supplier_id = ${supplierId} AND supplier_sku = ANY(${skus}::text[])
    ORDER BY id FOR NO KEY UPDATE
  `.execute(trx)
  return new Map(rows.map(row => [row.sku, row]))
}

async function placeEntry(
  trx: Transaction<Database>,
  { name, stored }: ArchiveEntry,
  { item, photos }: { item: FoundItem | undefined; photos: Map<string, string[]> },
): Promise<Placed> {
  const told = (outcome: MediaOutcome): Placed => ({ name, outcome, itemId: item?.id ?? null })
  if (typeof stored === 'string') return told(stored)
  if (!item) return told('no_item')
  if (item.locked) return told('locked')
  const { sha256, kind, bytes } = stored
  if (kind === 'pdf') {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('itemDocument')
      .values({
        itemId: item.id,
        sha256,
        fileKey: mediaKey(sha256, kind),
        fileName: name,
        bytes: BigInt(bytes),
      })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return told(numInsertedOrUpdatedRows === 0n ? 'known' : 'added')
  }
  const address = photoPath(sha256, kind)
  const added = photos.get(item.id) ?? []
  if (item.photos.includes(address) || added.includes(address)) return told('known')
  if (item.photos.length + added.length >= PHOTOS_PER_ITEM) return told('too_many')
  photos.set(item.id, [...added, address])
  return told('added')
}

async function showPhotos(
  trx: Transaction<Database>,
  { memberId }: Batch,
  { item, added }: { item: FoundItem; added: string[] },
): Promise<void> {
  const photos = [...item.photos, ...added]
  await sql`
    UPDATE item SET photos = ${JSON.stringify(photos)}::jsonb, version = version + 1, row_hash = NULL, updated_at = app_now()
    WHERE id = ${item.id}
  `.execute(trx)
  await trx
    .insertInto('itemHistory')
    .values({
      itemId: item.id,
      version: item.version + 1,
      actor: `member:${memberId}`,
      cause: 'edit',
      before: JSON.stringify({ photos: item.photos }),
      after: JSON.stringify({ photos }),
    })
    .execute()
}

async function recordEntries(trx: Transaction<Database>, { id }: Batch, placed: Placed[]): Promise<void> {
  const rows = placed.map(({ name, outcome, itemId }) => ({ name, outcome, item_id: itemId }))
  await sql`
    INSERT INTO media_entry (batch_id, name, outcome, item_id)
    SELECT ${id}::uuid, name, outcome, item_id
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS entry(name text, outcome text, item_id uuid)
    ON CONFLICT DO NOTHING
  `.execute(trx)
}
