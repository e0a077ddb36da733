import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { lockOpenInspection } from './save-inspection.ts'

/** Gives an open inspection up; what was found stays on record, the piece keeps the report it has. */
export async function abandonInspection(
  { db }: { db: Db },
  whose: { supplierId: string; inspectionId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { inspectionId } = await lockOpenInspection(trx, whose)
    await trx
      .updateTable('inspection')
      .set({ state: 'abandoned', version: sql`version + 1`, updatedAt: sql`app_now()` })
      .where('id', '=', inspectionId)
      .execute()
  })
}
