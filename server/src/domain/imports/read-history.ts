import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { changedFacts, type FactChange, type ItemFacts, toldFacts } from '#domain/catalog/changed-facts.ts'
import { DomainError } from '#domain/domain-error.ts'

/** What moved an item: a file and its line, a feed, a program, a person, an undo, or a full file that left it out. */
export interface ItemEvent {
  version: number
  at: string
  /** `member:<id>`, or the name of what acted by itself. */
  actor: string
  actorName: string | null
  cause: string
  importId: string | null
  importFileName: string | null
  importLine: number | null
  /** Empty for the import that brought the item in. */
  changes: FactChange[]
}

export interface HistoryQuery {
  supplierId: string
  itemId: string
  /** The version of the last event seen. */
  cursor?: string | undefined
  limit: number
}

/** Everything that ever moved an item of this supplier, newest first, down to the file it came in with. */
export async function readItemHistory(
  db: Db,
  { supplierId, itemId, cursor, limit }: HistoryQuery,
): Promise<{ rows: ItemEvent[]; nextCursor: string | null }> {
  const item = await db
    .selectFrom('item')
    .select('id')
    .where('id', '=', itemId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!item) throw new DomainError('not_found', { what: 'item' })
  const { rows } = await sql<StoredEvent>`
    WITH event AS (
      SELECT version, at, actor, cause, import_id, import_line, before, after FROM item_history WHERE item_id = ${itemId}
      UNION ALL
      ${arrival(itemId)}
    )
    SELECT event.version, event.at, coalesce(event.actor, 'member:' || item_import.created_by) AS actor,
      "user".name AS actor_name, coalesce(event.cause, CASE WHEN item_import.source IN ('feed', 'api', 'edit')
        THEN item_import.source ELSE 'import' END) AS cause,
      event.import_id, item_import.file_name AS import_file_name, event.import_line,
      ${toldFacts('event.before')} AS before, ${toldFacts('event.after')} AS after
    FROM event
    LEFT JOIN item_import ON item_import.id = event.import_id AND item_import.supplier_id = ${supplierId}
    LEFT JOIN member ON member.id = CASE WHEN event.actor IS NULL THEN item_import.created_by
      WHEN event.actor LIKE 'member:%' THEN substr(event.actor, 8)::uuid END
    LEFT JOIN auth."user" AS "user" ON "user".id = member.user_id
    WHERE ${cursor === undefined ? sql`true` : sql`event.version < ${cursor}::int`}
    ORDER BY event.version DESC LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  return {
    rows: page.map(({ before, after, at, ...event }) => ({
      ...event,
      at: at.toISOString(),
      changes: before && after ? changedFacts(before, after) : [],
    })),
    nextCursor: rows.length > limit ? String(page.at(-1)?.version) : null,
  }
}

interface StoredEvent extends Omit<ItemEvent, 'changes' | 'at'> {
  at: Date
  before: ItemFacts | null
  after: ItemFacts | null
}

/**
 * An item's first state has no history row. Where it came from stands on the item until something moves it, and from then
 * on among the facts before that.
 */
const arrival = (itemId: string) => sql`
  SELECT 1, item.created_at, NULL, NULL, coalesce(first.import_id, item.import_id),
    CASE WHEN first.import_id IS NULL THEN item.import_line ELSE first.import_line END, NULL, NULL
  FROM item LEFT JOIN LATERAL (
    SELECT (before->>'importId')::uuid AS import_id, (before->>'importLine')::int AS import_line FROM item_history
    WHERE item_id = item.id AND before->>'importId' IS NOT NULL ORDER BY version LIMIT 1
  ) AS first ON true
  WHERE item.id = ${itemId}`
