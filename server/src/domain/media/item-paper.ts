import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** A PDF that came with the photos of an item, for its supplier alone. */
export interface ItemPaper {
  /** Of its bytes; by it the paper is asked for. */
  sha256: string
  fileName: string
  bytes: bigint
  createdAt: Date
}

interface OwnItem {
  supplierId: string
  itemId: string
}

const PAPERS_SHOWN = 100

/** The newest first. Throws `not_found` for another supplier's item. */
export async function listPapers(db: Db, item: OwnItem): Promise<ItemPaper[]> {
  const { itemId, supplierId } = item
  const own = await db
    .selectFrom('item')
    .select('id')
    .where('id', '=', itemId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!own) throw new DomainError('not_found', { what: 'item' })
  return papersOf(db, item)
    .select(['sha256', 'fileName', 'bytes', 'itemDocument.createdAt'])
    .orderBy('itemDocument.createdAt', 'desc')
    .orderBy('sha256')
    .limit(PAPERS_SHOWN)
    .execute()
}

/** Where the paper is kept. One that is not there, or another supplier's, is `not_found`. */
export async function findPaper(
  db: Db,
  { sha256, ...item }: OwnItem & { sha256: string },
): Promise<{ fileKey: string; fileName: string }> {
  const found = await papersOf(db, item)
    .select(['fileKey', 'fileName'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (!found) throw new DomainError('not_found', { what: 'paper' })
  return found
}

function papersOf(db: Db, { supplierId, itemId }: OwnItem) {
  return db
    .selectFrom('itemDocument')
    .innerJoin('item', 'item.id', 'itemDocument.itemId')
    .where('itemId', '=', itemId)
    .where('supplierId', '=', supplierId)
}
