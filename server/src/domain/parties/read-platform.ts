import type { Db } from '#db/database.ts'
import { selectPlatform } from './party-store.ts'

/** The id of the one party that is the platform itself; the first migration creates it. */
export async function readPlatformId(db: Db): Promise<string> {
  const { id } = await selectPlatform(db)
  return id
}
