/** `json`: any JSON over HTTP. `csv`: a table behind an address. The other two are shaped like the ERPs most sellers run. */
export const FEED_KINDS = ['json', 'csv', 'jushuitan', 'wangdiantong'] as const
export type FeedKind = (typeof FEED_KINDS)[number]

/** What a reading may change. `full`: it names all there is, so what it does not name is taken off each time. */
export const FEED_MODES = ['delta', 'full', 'price_stock'] as const
export type FeedMode = (typeof FEED_MODES)[number]

/** `needs_keys`: the source refused our keys, and is left alone until the supplier gives new ones. */
export const FEED_STATES = ['on', 'paused', 'needs_keys', 'removed'] as const
export type FeedState = (typeof FEED_STATES)[number]

/** `sync` reads what changed since the last one; `full`, once a day, reads everything and takes off what the source no longer names. */
export const FEED_PASSES = ['sync', 'full'] as const
export type FeedPass = (typeof FEED_PASSES)[number]

/** `unchanged`: the source says nothing moved, which confirms its stock. `waiting`: the brake holds it, or somebody stopped it, and a person decides. `undone`: a person took it back. */
export const FEED_OUTCOMES = [
  'running',
  'importing',
  'waiting',
  'applied',
  'unchanged',
  'failed',
  'undone',
] as const
export type FeedOutcome = (typeof FEED_OUTCOMES)[number]

/** Everything that can go wrong between us and a source; none of them changes an item. */
export const FEED_FAILURES = [
  // Where we will not go.
  'address_refused',
  'redirect_refused',
  // What the network does.
  'unreachable',
  'timed_out',
  'too_large',
  'cut_off',
  // What the source answers.
  'keys_refused',
  'throttled',
  'source_error',
  'status_refused',
  'answer_not_json',
  'answer_is_page',
  'answer_says_error',
  'answer_too_deep',
  // What the answer holds.
  'no_list',
  'no_rows',
  'row_without_key',
  'other_currency',
  'mapping_failed',
  // How the pages follow each other.
  'too_many_pages',
  'page_repeated',
  'cursor_repeated',
  'empty_page',
  'total_moved',
  'too_many_rows',
  // What became of it here.
  'import_refused',
  'import_cancelled',
  'run_lost',
  // The supplier paused, changed or removed the source while it was read.
  'stopped',
] as const
export type FeedFailure = (typeof FEED_FAILURES)[number]

/** What a source says of one piece that is about to be sold; `unknown`: nothing, too late, or not of this piece. */
export const STOCK_ANSWERS = ['there', 'gone', 'unknown'] as const
export type StockAnswer = (typeof STOCK_ANSWERS)[number]

export const FEED_LIMITS = {
  perSupplier: 20,
  everyMinutesLeast: 1,
  everyMinutesMost: 60,
  nameCharacters: 40,
  pages: 1_000,
  rows: 500_000,
  /** Of one answer, after it was unpacked. */
  answerBytes: 50 * 1024 * 1024,
  jsonDepth: 64,
  connectMs: 10_000,
  idleMs: 60_000,
  /** One run, all its pages and waits together. */
  runMs: 15 * 60_000,
  redirects: 3,
  /** A buyer waits so long for the answer of a source. */
  checkMs: 2_000,
  testRows: 20,
  /** Runs shown of one source. */
  runsKeptDays: 90,
} as const
