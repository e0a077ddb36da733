import type { Db } from '#db/database.ts'

/** What the supplier wants to keep of the base at least. New plans and new rates are held against it, older ones stay. */
export async function setKeep(
  deps: { db: Db },
  { supplierId, keepBps }: { supplierId: string; keepBps: number },
): Promise<void> {
  await deps.db
    .insertInto('planSetting')
    .values({ supplierId, keepBps })
    .onConflict(conflict => conflict.column('supplierId').doUpdateSet({ keepBps }))
    .execute()
}
