import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { nameColumnsOf } from '#domain/imports/name-column.ts'
import { readMapping } from '#domain/imports/read-mapping.ts'
import { writeFindings } from '#domain/imports/write-findings.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FileStore } from '#gateways/files.ts'
import { fetchPhoto, type PhotoFetched } from './fetch-photo.ts'
import { hashOfLink } from './linked-photo.ts'

interface PhotoDeps {
  db: Db
  files: FileStore
  feedHttp: FeedHttp
}

interface Walk {
  importId: string
  supplierId: string
  afterSku: string
  unreachable: number
}

interface LinkedItem {
  sku: string
  line: number | null
  links: string[]
}

const LEASE_SECONDS = 120
/** A host that cannot be reached is left in peace for a while; after so many times the import's other links are left too. */
const [MOST_UNREACHABLE, REST_MINUTES] = [3, 10]
const UNREACHABLE: ReadonlySet<string> = new Set(['unreachable', 'timed_out'])
const ITEMS_PER_STEP = 20
/** One call ends after so long; the next goes on where it stopped. */
const CALL_MS = 10_000
/** A link that failed is asked again when a later import names it, not sooner than this. */
const FAILED_HOURS = 1

/**
 * Fetches the photos that items of applied imports name by link, a few items at a time, and tells the import which links
 * show nothing. Called again, at once or after a kill, it fetches nothing twice that it has.
 */
export async function fetchLinkedPhotos(deps: PhotoDeps): Promise<void> {
  const until = performance.now() + CALL_MS
  for (let walk = await takeWalk(deps.db); walk; walk = await takeWalk(deps.db)) {
    const end = await goOn(deps, walk, until)
    if (end === 'late') return leave(deps.db, walk)
    if (end === 'unreachable' && walk.unreachable + 1 < MOST_UNREACHABLE) await restOf(deps.db, walk)
    else await deps.db.deleteFrom('photoWalk').where('importId', '=', walk.importId).execute()
  }
}

/** `unreachable`: a host could not be asked at all, and asking it for each of its pictures would only cost time. */
async function goOn(deps: PhotoDeps, walk: Walk, until: number): Promise<'done' | 'late' | 'unreachable'> {
  for (;;) {
    const items = await nextItems(deps.db, walk)
    for (const item of items) {
      for (const link of item.links) {
        if (performance.now() > until) return 'late'
        if ((await follow(deps, walk, { ...item, link })) === 'unreachable') return 'unreachable'
      }
      walk.afterSku = item.sku
    }
    if (items.length < ITEMS_PER_STEP) return 'done'
  }
}

async function takeWalk(db: Db): Promise<Walk | undefined> {
  const { rows } = await sql<Walk>`
    UPDATE photo_walk SET leased_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE import_id = (
      SELECT import_id FROM photo_walk WHERE leased_until <= app_now()
      ORDER BY leased_until LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING import_id, supplier_id, after_sku, unreachable
  `.execute(db)
  return rows[0]
}

/** The next one is another import's turn. */
async function leave(db: Db, { importId, afterSku }: Walk): Promise<void> {
  await sql`
    UPDATE photo_walk SET after_sku = ${afterSku}, unreachable = 0, leased_until = app_now() WHERE import_id = ${importId}
  `.execute(db)
}

async function restOf(db: Db, { importId, afterSku }: Walk): Promise<void> {
  await sql`
    UPDATE photo_walk SET after_sku = ${afterSku}, unreachable = unreachable + 1,
      leased_until = app_now() + make_interval(mins => ${REST_MINUTES})
    WHERE import_id = ${importId}
  `.execute(db)
}

async function nextItems(db: Db, { supplierId, importId, afterSku }: Walk): Promise<LinkedItem[]> {
  const { rows } = await sql<LinkedItem>`
    SELECT supplier_sku AS sku, import_line AS line,
      ARRAY(SELECT link FROM jsonb_array_elements_text(photos) AS link WHERE link LIKE 'http%') AS links
    FROM item
    WHERE supplier_id = ${supplierId} AND supplier_sku > ${afterSku} AND import_id = ${importId} AND photos::text LIKE '%"http%'
    ORDER BY supplier_sku LIMIT ${ITEMS_PER_STEP}
  `.execute(db)
  return rows
}

type LinkOfItem = Omit<LinkedItem, 'links'> & { link: string }

async function follow(
  deps: PhotoDeps,
  walk: Walk,
  { sku, line, link }: LinkOfItem,
): Promise<'followed' | 'unreachable'> {
  const urlHash = hashOfLink(link)
  const known = await deps.db
    .selectFrom('linkedPhoto')
    .select([
      'problem',
      sql<boolean>`tried_at > app_now() - make_interval(hours => ${FAILED_HOURS})`.as('recent'),
    ])
    .where('urlHash', '=', urlHash)
    .executeTakeFirst()
  if (known && known.problem === null) return 'followed'
  const fetched: PhotoFetched = known?.recent
    ? { problem: known.problem ?? '' }
    : await fetchPhoto(deps, link)
  const unreachable = 'problem' in fetched && UNREACHABLE.has(fetched.problem)
  if (unreachable && walk.unreachable + 1 < MOST_UNREACHABLE) return 'unreachable'
  if (!known?.recent) await record(deps.db, urlHash, fetched)
  if ('problem' in fetched && line !== null)
    await tell(deps.db, walk, { sku, line, link, problem: fetched.problem })
  return unreachable ? 'unreachable' : 'followed'
}

async function record(db: Db, urlHash: Buffer, fetched: PhotoFetched): Promise<void> {
  const found =
    'path' in fetched ? { photoPath: fetched.path, problem: null } : { photoPath: null, ...fetched }
  await db
    .insertInto('linkedPhoto')
    .values({ urlHash, ...found })
    .onConflict(conflict => conflict.column('urlHash').doUpdateSet({ ...found, triedAt: sql`app_now()` }))
    .execute()
}

/** A warning of its row: the item stands, only this picture does not. Each row is told once, whatever is wrong with more of its links. */
async function tell(
  db: Db,
  { supplierId, importId }: Walk,
  { sku, line, link, problem }: { sku: string; line: number; link: string; problem: string },
): Promise<void> {
  const mapping = await readMapping(db, { supplierId, importId })
  const column = nameColumnsOf(mapping)('photos')
  await db.transaction().execute(async trx => {
    await trx.selectFrom('itemImport').select('id').where('id', '=', importId).forNoKeyUpdate().execute()
    const { rows } = await sql<{ told: boolean }>`
      SELECT EXISTS (SELECT FROM import_error WHERE import_id = ${importId} AND line = ${line}
        AND column_name = ${column} AND code = 'PHOTO_UNREACHABLE') AS told
    `.execute(trx)
    if (rows[0]?.told) return
    const finding = {
      code: 'PHOTO_UNREACHABLE',
      severity: 'warning',
      column,
      value: link.slice(0, 200),
    } as const
    await writeFindings(trx, importId, [{ ...finding, line, sku, facts: { problem } }])
    await sql`
      UPDATE item_import SET counts = jsonb_set(counts, '{warnings}', to_jsonb((counts->>'warnings')::int + 1))
      WHERE id = ${importId}
    `.execute(trx)
  })
}
