import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'

/** How many photos a report of this category needs. */
export async function readPhotosLeast(db: Db, categoryCode: string): Promise<number> {
  const { value } = await readRule(db, 'report_photos', categoryCode)
  return value.least
}
