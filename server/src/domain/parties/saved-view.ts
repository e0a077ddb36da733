import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export const VIEW_SCREENS = ['items', 'imports', 'plaza'] as const
export type ViewScreen = (typeof VIEW_SCREENS)[number]

export type SearchValue = string | number | boolean | string[]

/** A screen's address under a name: the filters are the screen's own business, and it ignores those it no longer knows. */
export interface SavedView {
  viewId: string
  name: string
  search: Record<string, SearchValue>
}

const MOST_VIEWS = 20

export async function listViews(
  db: Db,
  { memberId, screen }: { memberId: string; screen: ViewScreen },
): Promise<SavedView[]> {
  const rows = await db
    .selectFrom('savedView')
    .select(['id as viewId', 'name', 'search'])
    .where('memberId', '=', memberId)
    .where('screen', '=', screen)
    .orderBy('id')
    .execute()
  return rows.map(row => ({ ...row, search: row.search as SavedView['search'] }))
}

/** Saves under this name, over an earlier view of the same name. `limit_reached` beyond twenty views of a screen. */
export async function saveView(
  db: Db,
  view: { memberId: string; screen: ViewScreen; name: string; search: Record<string, SearchValue> },
): Promise<{ viewId: string }> {
  return db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`views of ${view.memberId}`}, 0))`.execute(trx)
    const others = await trx
      .selectFrom('savedView')
      .select('id')
      .where('memberId', '=', view.memberId)
      .where('screen', '=', view.screen)
      .where('name', '<>', view.name)
      .execute()
    if (others.length >= MOST_VIEWS)
      throw new DomainError('limit_reached', { what: 'saved_view', limit: MOST_VIEWS })
    const search = JSON.stringify(view.search)
    return trx
      .insertInto('savedView')
      .values({ ...view, search })
      .onConflict(conflict => conflict.columns(['memberId', 'screen', 'name']).doUpdateSet({ search }))
      .returning('id as viewId')
      .executeTakeFirstOrThrow()
  })
}

/** A view that is not there, or is somebody else's, is as good as removed. */
export async function removeView(
  db: Db,
  { memberId, viewId }: { memberId: string; viewId: string },
): Promise<void> {
  await db.deleteFrom('savedView').where('memberId', '=', memberId).where('id', '=', viewId).execute()
}
