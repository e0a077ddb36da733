import { createHash } from 'node:crypto'
import type { Db } from '#db/database.ts'

export const hashOfLink = (link: string): Buffer => createHash('sha256').update(link).digest()

/** Where the photo behind a link is shown from; null while it was not fetched, or could not be. */
export async function findLinkedPhoto(db: Db, link: string): Promise<string | null> {
  const found = await db
    .selectFrom('linkedPhoto')
    .select('photoPath')
    .where('urlHash', '=', hashOfLink(link))
    .executeTakeFirst()
  return found?.photoPath ?? null
}
