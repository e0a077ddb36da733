import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FileStore } from '#gateways/files.ts'
import { storeFile } from '#domain/imports/store-file.ts'
import { fieldsOfFeed, walkFeed } from './adapters.ts'
import type { FeedDefinition } from './feed-config.ts'
import type { FeedRun } from './feed-run.ts'
import { fetchFeedFile } from './fetch-feed-file.ts'
import { type FeedItems, fetchFeedItems } from './fetch-feed-items.ts'
import type { FetchedFeed } from './fetched-feed.ts'
import { openFeedDefinition } from './open-feed-definition.ts'

interface FetchDeps {
  files: FileStore
  feedHttp: FeedHttp
  secrets: { feedKeys: Buffer }
}

interface Fetching extends Pick<FeedItems, 'onPage'> {
  signal: AbortSignal
}

/** Reads a source to its end. Throws FeedError, the import's own refusals of a file, or what aborted it. */
export async function fetchFeed(deps: FetchDeps, run: FeedRun, fetching: Fetching): Promise<FetchedFeed> {
  const source = openFeedDefinition(deps.secrets, run)
  if (source.kind === 'csv') return fetchTable(deps, { run, source }, fetching)
  const { supplierId, pass } = run
  // A source keeps the world's time, whatever the demo's clock says.
  const now = new Date()
  const cursor = pass === 'full' ? null : run.cursor
  const known = knownVersion(run)
  const pages = walkFeed({ http: deps.feedHttp, source, pass, cursor, known, now, signal: fetching.signal })
  const fields = fieldsOfFeed(source)
  const fetched = await fetchFeedItems(deps.files, { supplierId, fields, pages, onPage: fetching.onPage })
  return fetched.kind === 'table' ? withoutRepetition(deps.files, fetched, known) : fetched
}

/** Pages that say what was applied last, to the letter, are no news: most readings of most sources are. */
async function withoutRepetition(
  files: FileStore,
  fetched: Extract<FetchedFeed, { kind: 'table' }>,
  known: Pick<FeedRun, 'bodyHash'>,
): Promise<FetchedFeed> {
  if (!known.bodyHash?.equals(fetched.file.sha256)) return fetched
  await files.delete(fetched.file.fileKey)
  return { kind: 'unchanged', cursor: fetched.cursor }
}

/** The bytes may be those of yesterday and still mean more today: in a full pass, what they do not name is taken off. */
function knownVersion(run: FeedRun): Pick<FeedRun, 'etag' | 'lastModified' | 'bodyHash'> {
  return run.pass === 'sync' || run.mode === 'full' ? run : { etag: null, lastModified: null, bodyHash: null }
}

interface TableRun {
  run: FeedRun
  source: Extract<FeedDefinition, { kind: 'csv' }>
}

async function fetchTable(
  { files, feedHttp }: FetchDeps,
  { run, source }: TableRun,
  { signal, onPage }: Fetching,
): Promise<FetchedFeed> {
  const known = knownVersion(run)
  const { etag, lastModified } = known
  const answer = await fetchFeedFile({ http: feedHttp, source, etag, lastModified, signal })
  if (answer.kind === 'unchanged') return { kind: 'unchanged', cursor: null }
  const file = await storeFile(files, { supplierId: run.supplierId, body: answer.body })
  await onPage({ pages: 1, rows: 0 })
  const { encoding, delimiter } = source.config
  const choices = { encoding, delimiter }
  const fetched: FetchedFeed = { ...answer, kind: 'table', file, choices, cursor: null, whole: true }
  return withoutRepetition(files, fetched, known)
}
