import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { csvLine, UTF8_BOM } from '#domain/imports/csv-text.ts'
import { nameOfField } from '#domain/imports/import-field.ts'
import { storeFile } from '#domain/imports/store-file.ts'
import type { FileStore } from '#gateways/files.ts'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedEnd, FeedPage, FeedRow, SourceVersion } from './feed-adapter.ts'
import type { FetchedFeed } from './fetched-feed.ts'

export interface FeedItems {
  supplierId: string
  /** Our fields, in the order of the table's columns. */
  fields: string[]
  pages: AsyncGenerator<FeedPage, FeedEnd>
  /** Called after each page; may be slow, the source waits. */
  onPage(read: { pages: number; rows: number }): Promise<void>
}

const NO_VERSION: SourceVersion = { etag: null, lastModified: null }
const NOWHERE: FeedEnd = { cursor: null, whole: false }

/** Writes what a source tells item by item as a table of ours, page by page. A walk that fails leaves no file. */
export async function fetchFeedItems(files: FileStore, items: FeedItems): Promise<FetchedFeed> {
  const { supplierId, fields } = items
  const walk = { end: null as FeedEnd | null, rows: 0 }
  const file = await storeFile(files, { supplierId, body: toTable(items, walk) })
  // A walk that ended has said where it ends; storing the file ran it to its end.
  const { cursor, whole, version = NO_VERSION } = walk.end ?? NOWHERE
  if (walk.rows === 0) {
    await files.delete(file.fileKey)
    // A source that says all it has is nothing is broken, or was emptied by mistake; that nothing changed is good news.
    if (whole) throw new FeedError('no_rows')
    return { kind: 'unchanged', cursor }
  }
  // Nothing is left to be guessed, and no word the supplier once said about her own files is applied to ours.
  const columns = Object.fromEntries(fields.map((field, index) => [String(index), field]))
  const choices = { encoding: 'utf-8', delimiter: ',', headerRecord: 1, columns } as const
  return { kind: 'table', file, choices, cursor, whole, ...version }
}

async function* toTable(
  { fields, pages, onPage }: FeedItems,
  walk: { end: FeedEnd | null; rows: number },
): AsyncGenerator<Buffer> {
  yield Buffer.from(UTF8_BOM + csvLine(fields.map(nameOfField)))
  for (let read = 0; ; read++) {
    const step = await pages.next()
    if (step.done) {
      walk.end = step.value
      return
    }
    const { rows } = step.value
    walk.rows += rows.length
    if (walk.rows > FEED_LIMITS.rows) throw new FeedError('too_many_rows', { limit: FEED_LIMITS.rows })
    await onPage({ pages: read + 1, rows: walk.rows })
    if (rows.length > 0) yield Buffer.from(rows.map(row => toLine(fields, row)).join(''))
  }
}

const toLine = (fields: string[], row: FeedRow): string => csvLine(fields.map(field => row.get(field) ?? ''))
