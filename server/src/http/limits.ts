/** Every bound a request can meet, on one page. Each is tested at the limit and just beyond it. */
export const SIZE_LIMITS = {
  /** Body of a call; files have their own route and bound. */
  bodyBytes: 1024 * 1024,
  /** A thousand items with photos and reports. */
  pushBodyBytes: 4 * 1024 * 1024,
  signInBodyBytes: 16 * 1024,
  uploadBytes: 600 * 1024 * 1024,
  jsonDepth: 32,
  /** Calls in one tRPC batch. */
  batch: 10,
  headerBytes: 16 * 1024,
  headers: 100,
  /** Most of them open streams of events. */
  connections: 12_000,
} as const

export const TIME_LIMITS = {
  headersMs: 10_000,
  /** A body that is not a file must have arrived by then. */
  bodyMs: 60_000,
  /** A file of the largest size over a usual line; longer is a stalled sender, and sends in parts. */
  uploadMs: 600_000,
  drainMs: 20_000,
} as const

/** Open streams of live events. */
export const LIVE_LIMITS = {
  /** In one process. */
  streams: 10_000,
  /** A carrier or a café stands behind one address. */
  streamsPerAddress: 500,
  retryAfterSeconds: 10,
  /** What waits for a slow reader; beyond it he rather reads his snapshot again. */
  bufferBytes: 64 * 1024,
  beatMs: 15_000,
  /** So many heartbeats a blocked line may miss. */
  blockedBeats: 2,
  /** When a browser comes back after a break, give or take half. */
  retryMs: 1_000,
  publicMs: 1_800_000,
  /** Whose membership ended hears no longer than this. */
  signedInMs: 300_000,
} as const

export interface RateLimit {
  points: number
  seconds: number
  /** `shared` counts in PostgreSQL over all processes; `local` counts in this process alone and costs nothing. */
  where: 'shared' | 'local'
}

/** How often; the key (address, account or member) is what the caller spends from. */
export const RATE_LIMITS = {
  api: { points: 600, seconds: 30, where: 'local' },
  sign_in_account: { points: 5, seconds: 900, where: 'shared' },
  sign_in_address: { points: 50, seconds: 900, where: 'shared' },
  upload: { points: 20, seconds: 3_600, where: 'shared' },
  /** Papers of an application. */
  document: { points: 100, seconds: 3_600, where: 'shared' },
  /** Letters to one person, who may have mistyped nothing and only be impatient. */
  verification_letter: { points: 5, seconds: 3_600, where: 'shared' },
  sign_up_address: { points: 20, seconds: 3_600, where: 'shared' },
  export: { points: 60, seconds: 3_600, where: 'shared' },
  /** Pages fetched to try out a feed. */
  feed_test: { points: 60, seconds: 600, where: 'shared' },
  /** Calls of all of a supplier's programs together. */
  push: { points: 300, seconds: 60, where: 'shared' },
  // Many buyers share one address behind a carrier's NAT, so this only slows a script down.
  checkout: { points: 30, seconds: 60, where: 'shared' },
  /** Asked while somebody waits for his bank; each is one question to the rail. */
  check_payment: { points: 120, seconds: 60, where: 'local' },
  /** Slips of a day's parcels; each takes the processor for a moment. */
  print: { points: 1_000, seconds: 3_600, where: 'local' },
  /** Photos of what arrived, of one order. */
  order_photo: { points: 60, seconds: 86_400, where: 'shared' },
  /** Photos of lent pieces, of one member. */
  inspection_file: { points: 2_000, seconds: 86_400, where: 'shared' },
  loan_photo: { points: 200, seconds: 86_400, where: 'shared' },
  /** What a buyer says in his cases, by the link of one order. */
  buyer_case: { points: 20, seconds: 3_600, where: 'shared' },
  case_file: { points: 200, seconds: 86_400, where: 'shared' },
  rating: { points: 30, seconds: 600, where: 'shared' },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof RATE_LIMITS
