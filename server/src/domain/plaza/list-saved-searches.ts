import { plazaFilters, type PlazaFilters, type PlazaSort } from '@haowu/shared/plaza.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { narrowEntries } from './narrow-entries.ts'

export interface SavedSearch {
  searchId: string
  name: string
  filters: PlazaFilters
  sort: PlazaSort
  seenAt: Date
  /** Pieces listed since it was last looked at, counted no further than `NEW_AT_MOST`. */
  fresh: number
}

const NEW_AT_MOST = 100

/** The streamer's kept searches by name, each with what is new in it. */
export async function listSavedSearches(
  db: Db,
  { streamerId }: { streamerId: string },
): Promise<SavedSearch[]> {
  const rows = await db
    .selectFrom('savedSearch')
    .select(['id as searchId', 'name', 'filters', 'sort', 'seenAt'])
    .where('streamerId', '=', streamerId)
    .orderBy('name')
    .execute()
  return Promise.all(
    rows.map(async ({ filters: stored, sort, ...row }) => {
      const filters = plazaFilters.parse(stored)
      return {
        ...row,
        filters,
        sort: sort as PlazaSort,
        fresh: await countFresh(db, filters, row.seenAt),
      }
    }),
  )
}

async function countFresh(db: Db, filters: PlazaFilters, since: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (
      SELECT FROM plaza_entry AS entry WHERE ${narrowEntries(filters)} AND entry.listed_at > ${since}
      ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${NEW_AT_MOST}
    ) AS fresh
  `.execute(db)
  return rows[0]?.n ?? 0
}
