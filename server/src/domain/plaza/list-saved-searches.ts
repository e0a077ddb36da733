import { plazaFilters, type PlazaFilters, type PlazaSort } from '@haowu/shared/plaza.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { withOwn } from './count-facets.ts'
import { narrowEntries, narrowHeld } from './narrow-entries.ts'
import { readOwnRates } from './own-rates.ts'

export interface SavedSearch {
  searchId: string
  name: string
  filters: PlazaFilters
  sort: PlazaSort
  seenAt: Date
  /** Pieces listed since it was last looked at, counted no further than `NEW_AT_MOST`. */
  fresh: number
  /** Pieces listed since yesterday began, counted no further than that either. */
  sinceYesterday: number
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
      const search = { streamerId, filters }
      return {
        ...row,
        filters,
        sort: sort as PlazaSort,
        fresh: await countListed(db, search, row.seenAt),
        sinceYesterday: await countListed(db, { ...search, filters: { ...filters, listedDays: 1 } }, null),
      }
    }),
  )
}

async function countListed(
  db: Db,
  search: { streamerId: string; filters: PlazaFilters },
  since: Date | null,
): Promise<number> {
  const { filters } = search
  const own = await readOwnRates(db, search)
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (
      SELECT FROM (${withOwn(sql`SELECT * FROM plaza_entry AS entry`, own)}) AS entry
      WHERE ${narrowEntries(filters)} AND ${narrowHeld(filters)} AND ${since ? sql`entry.listed_at > ${since}` : sql`true`}
      ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${NEW_AT_MOST}
    ) AS fresh
  `.execute(db)
  return rows[0]?.n ?? 0
}
