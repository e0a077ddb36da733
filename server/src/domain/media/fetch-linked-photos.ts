import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { cutText } from '#domain/imports/clean-text.ts'
import { nameColumnsOf } from '#domain/imports/name-column.ts'
import { readMapping } from '#domain/imports/read-mapping.ts'
import { writeFindings } from '#domain/imports/write-findings.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FileStore } from '#gateways/files.ts'
import { fetchPhoto, type PhotoFetched } from './fetch-photo.ts'
import { hashOfLink } from './linked-photo.ts'
import { endWalk, givesUp, isDead, leaveHost, leaveWalk, type PhotoWalk, takeWalk } from './photo-walk.ts'

interface PhotoDeps {
  db: Db
  files: FileStore
  feedHttp: FeedHttp
}

interface LinkedItem {
  sku: string
  line: number | null
  links: string[]
}

interface FailedLink {
  sku: string
  line: number
  link: string
  problem: string
}

const UNREACHABLE: ReadonlySet<string> = new Set(['unreachable', 'timed_out'])
const ITEMS_PER_STEP = 20
/** One call ends after so long; the next goes on where it stopped. */
const CALL_MS = 10_000
/** A link that failed is asked again when a later import names it, not sooner than this. */
const FAILED_HOURS = 1

/**
 * Fetches the photos that items of applied imports name by link, a few items at a time, and tells the import which links
 * show nothing. A host that cannot be reached keeps no other host's photos waiting. Called again, at once or after a kill, it
 * fetches nothing twice that it has.
 */
export async function fetchLinkedPhotos(deps: PhotoDeps): Promise<void> {
  const until = performance.now() + CALL_MS
  for (let walk = await takeWalk(deps.db); walk; walk = await takeWalk(deps.db)) {
    if ((await goOn(deps, walk, until)) === 'late') return leaveWalk(deps.db, walk)
    await endWalk(deps.db, walk)
  }
}

async function goOn(deps: PhotoDeps, walk: PhotoWalk, until: number): Promise<'done' | 'late'> {
  for (;;) {
    const items = await nextItems(deps.db, walk)
    const failed: FailedLink[] = []
    let isLate = false
    for (const item of items) {
      isLate = (await followLinks(deps, walk, { item, until, failed })) === 'late'
      if (isLate) break
      walk.afterSku = item.sku
    }
    await tell(deps.db, walk, failed)
    if (isLate) return 'late'
    if (items.length < ITEMS_PER_STEP) return 'done'
  }
}

async function followLinks(
  deps: PhotoDeps,
  walk: PhotoWalk,
  { item, until, failed }: { item: LinkedItem; until: number; failed: FailedLink[] },
): Promise<'done' | 'late'> {
  const { sku, line, links } = item
  for (const link of links) {
    if (performance.now() > until) return 'late'
    const problem = await follow(deps, walk, link)
    if (problem !== null && line !== null) failed.push({ sku, line, link, problem })
  }
  return 'done'
}

async function nextItems(db: Db, { supplierId, importId, afterSku }: PhotoWalk): Promise<LinkedItem[]> {
  const { rows } = await sql<LinkedItem>`
    SELECT supplier_sku AS sku, import_line AS line,
      ARRAY(SELECT link FROM jsonb_array_elements_text(photos) AS link WHERE link LIKE 'http%') AS links
    FROM item
    WHERE supplier_id = ${supplierId} AND supplier_sku > ${afterSku} AND import_id = ${importId} AND photos::text LIKE '%"http%'
    ORDER BY supplier_sku LIMIT ${ITEMS_PER_STEP}
  `.execute(db)
  return rows
}

/** Returns what is to be told of it; null where there is a photo, or where its host is asked another time. */
async function follow(deps: PhotoDeps, walk: PhotoWalk, link: string): Promise<string | null> {
  const urlHash = hashOfLink(link)
  const known = await deps.db
    .selectFrom('linkedPhoto')
    .select([
      'problem',
      sql<boolean>`tried_at > app_now() - make_interval(hours => ${FAILED_HOURS})`.as('recent'),
    ])
    .where('urlHash', '=', urlHash)
    .executeTakeFirst()
  if (known && (known.problem === null || known.recent)) return known.problem
  if (isDead(walk, link)) return givesUp(walk) ? 'unreachable' : null
  const fetched = await fetchPhoto(deps, link)
  if ('problem' in fetched && UNREACHABLE.has(fetched.problem)) {
    // What nobody remembers is recorded: a walk that asked for it in each call would never come past it.
    const isKept = leaveHost(walk, link)
    if (isKept && !givesUp(walk)) return null
  }
  await record(deps.db, urlHash, fetched)
  return 'problem' in fetched ? fetched.problem : null
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
async function tell(db: Db, { supplierId, importId }: PhotoWalk, failed: FailedLink[]): Promise<void> {
  if (failed.length === 0) return
  const mapping = await readMapping(db, { supplierId, importId })
  const column = nameColumnsOf(mapping)('photos')
  const code = 'PHOTO_UNREACHABLE'
  await db.transaction().execute(async trx => {
    await trx.selectFrom('itemImport').select('id').where('id', '=', importId).forNoKeyUpdate().execute()
    const told = await trx
      .selectFrom('importError')
      .select('line')
      .where('importId', '=', importId)
      .where(
        'line',
        'in',
        failed.map(({ line }) => line),
      )
      .where('columnName', '=', column)
      .where('code', '=', code)
      .execute()
    const untold = new Map(failed.toReversed().map(one => [one.line, one]))
    for (const { line } of told) untold.delete(line)
    const findings = [...untold.values()].map(({ sku, line, link, problem }) => {
      const finding = { code, severity: 'warning', column, value: cutText(link, 200) } as const
      return { ...finding, line, sku, facts: { problem } }
    })
    await writeFindings(trx, importId, findings)
    await sql`
      UPDATE item_import
      SET counts = jsonb_set(counts, '{warnings}', to_jsonb((counts->>'warnings')::int + ${findings.length}::int))
      WHERE id = ${importId}
    `.execute(trx)
  })
}
