import type { FeedPass } from '@haowu/shared/feeds.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { FeedDefinition } from './feed-config.ts'

/** The cells of one item by our own field names (`sku`, `price`, …), as a supplier would write them. */
export type FeedRow = ReadonlyMap<string, string>

/** Where the next sync goes on. What stands in it is the adapter's own affair. */
export type FeedCursor = Readonly<Record<string, string | number>>

export interface FeedPage {
  rows: FeedRow[]
}

export interface FeedEnd {
  /** Null when the source cannot say what changed: the next run reads all again. */
  cursor: FeedCursor | null
  /** All that the source has was read, as many as it announced; only then may what it no longer names be taken off. */
  whole: boolean
  /** What the source called the version that was read, where one answer is all of it. */
  version?: SourceVersion
  /** It said that it is the version that was read last. */
  unchanged?: boolean
}

export interface SourceVersion {
  etag: string | null
  lastModified: string | null
}

export interface FeedWalk<Kind extends FeedDefinition['kind'] = FeedDefinition['kind']> {
  http: FeedHttp
  source: Extract<FeedDefinition, { kind: Kind }>
  pass: FeedPass
  /** Null on the first run and on a full pass. */
  cursor: FeedCursor | null
  /** The version that was read last; a source that still has it need not send it again. */
  known?: SourceVersion
  /** When the run began, by the clock of the business. */
  now: Date
  signal: AbortSignal
}

/** One item that is about to be sold. */
export interface OneAsked<Kind extends FeedDefinition['kind'] = FeedDefinition['kind']> {
  http: FeedHttp
  source: Extract<FeedDefinition, { kind: Kind }>
  sku: string
  signal: AbortSignal
}

/** How many of one item the source says can still be sold; null when its answer does not speak of it. Throws FeedError. */
export type AskForOne<Kind extends FeedDefinition['kind']> = (asked: OneAsked<Kind>) => Promise<number | null>

/** Reads a source page by page, politely and within bounds. Throws FeedError; what it has read until then is thrown away. */
export type FeedAdapter<Kind extends FeedDefinition['kind']> = (
  walk: FeedWalk<Kind>,
) => AsyncGenerator<FeedPage, FeedEnd>
