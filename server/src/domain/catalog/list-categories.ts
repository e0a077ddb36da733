import type { Db } from '#db/database.ts'

/** All categories in the order in which screens show them. */
export function listCategories(db: Db) {
  return db
    .selectFrom('category')
    .select(['code', 'parentCode', 'nameZh', 'nameEn'])
    .orderBy('sort')
    .execute()
}
