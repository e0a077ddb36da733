import type { ImportMode } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { registerImport } from '#domain/imports/register-import.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FileStore } from '#gateways/files.ts'
import { confirmFeed, failFeedRun } from './end-feed-run.ts'
import { failureOf } from './failure-of.ts'
import { type FeedRun, SEEN_EVERY_MS, runDeadline, startFeedRun, tellFeedRun } from './feed-run.ts'
import { fetchFeed } from './fetch-feed.ts'
import type { FetchedFeed } from './fetched-feed.ts'
import { renewKeys } from './renew-keys.ts'

export interface RunFeedDeps {
  db: Db
  files: FileStore
  feedHttp: FeedHttp
  secrets: { feedKeys: Buffer }
}

/**
 * Reads a source that is due and makes what it gave an import, with the checks, brake, history and undo of each file.
 * Whatever goes wrong on the way is told in the run, and nothing is changed. Nothing to do: returns.
 */
export async function runFeed(deps: RunFeedDeps, feedId: string): Promise<void> {
  const run = await startFeedRun(deps.db, feedId)
  if (!run) return
  const lost = new AbortController()
  const read = { pages: 0, rows: 0, bytes: 0n }
  const tell = async () => {
    if (!(await tellFeedRun(deps.db, run, read))) lost.abort()
  }
  const seen = setInterval(() => void tell().catch(() => {}), SEEN_EVERY_MS)
  try {
    const signal = AbortSignal.any([lost.signal, runDeadline()])
    const fetched = await fetchFeed(deps, await renewKeys(deps, run, signal), {
      signal,
      onPage: async page => {
        Object.assign(read, page)
        await tell()
        lost.signal.throwIfAborted()
      },
    })
    await take(deps, run, fetched)
  } catch (error) {
    if (lost.signal.aborted) return
    const found = failureOf(error)
    await deps.db.transaction().execute(trx => failFeedRun(trx, run, found))
  } finally {
    clearInterval(seen)
  }
}

/** Stores what was read: as an import, or as the news that nothing moved. */
async function take(deps: RunFeedDeps, run: FeedRun, fetched: FetchedFeed): Promise<void> {
  const taken = await deps.db.transaction().execute(async trx => {
    if (!(await stillWanted(trx, run))) return false
    if (fetched.kind === 'unchanged') {
      const { cursor } = fetched
      const { etag, lastModified, bodyHash: hash, pass, startedAt } = run
      const read = { cursor, etag, lastModified, hash, pass, startedAt }
      await confirmFeed(trx, run, { outcome: 'unchanged', read })
      return true
    }
    await register(trx, run, fetched)
    return true
  })
  if (!taken && fetched.kind === 'table') await deps.files.delete(fetched.file.fileKey)
}

async function register(
  trx: Transaction<Database>,
  run: FeedRun,
  { file, choices, ...fetched }: Extract<FetchedFeed, { kind: 'table' }>,
): Promise<void> {
  const { importId } = await registerImport(trx, {
    ...file,
    choices,
    supplierId: run.supplierId,
    memberId: run.memberId,
    fileName: `${run.name}.${file.format}`,
    source: 'feed',
    mode: modeOf(run, fetched.whole),
    feedSourceId: run.feedId,
    autoApply: true,
  })
  await trx
    .updateTable('feedRun')
    .set({
      importId,
      outcome: 'importing',
      whole: fetched.whole,
      bytes: file.bytes,
      cursorAfter: fetched.cursor && JSON.stringify(fetched.cursor),
      etagAfter: fetched.etag,
      lastModifiedAfter: fetched.lastModified,
      hashAfter: file.sha256,
    })
    .where('id', '=', run.runId)
    .execute()
}

/** Only a list that is whole may say by silence what is gone. */
function modeOf({ mode, pass }: FeedRun, whole: boolean): ImportMode {
  if (mode === 'price_stock') return 'price_stock'
  return whole && (mode === 'full' || pass === 'full') ? 'full' : 'delta'
}

/** Locks the source; false when it was paused, removed or saved anew meanwhile, or the run was given up for lost. */
async function stillWanted(trx: Transaction<Database>, run: FeedRun): Promise<boolean> {
  const source = await trx
    .selectFrom('feedSource')
    .innerJoin('feedRun', 'feedRun.feedSourceId', 'feedSource.id')
    .select(['feedSource.state', 'feedSource.version'])
    .where('feedSource.id', '=', run.feedId)
    .where('feedSource.runToken', '=', run.runToken)
    .where('feedRun.id', '=', run.runId)
    .where('feedRun.outcome', '=', 'running')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!source) return false
  if (source.state === 'on' && source.version === run.version) return true
  await trx
    .updateTable('feedRun')
    .set({ outcome: 'failed', failure: 'stopped', endedAt: sql`app_now()` })
    .where('id', '=', run.runId)
    .execute()
  return false
}
