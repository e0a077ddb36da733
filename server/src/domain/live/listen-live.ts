import pg from 'pg'
import { LIVE_CHANNEL, type LiveEvent } from './live-event.ts'

const CONNECT_MS = 5_000
const QUERY_MS = 5_000
const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 5_000

export interface Listening {
  /** Ends the connection and its attempts. */
  stop(): Promise<void>
}

export interface ListenWishes {
  databaseUrl: string
  onEvent(event: LiveEvent): void
  /** The connection stands (again): what was told meanwhile has to be read. Rejects when that fails; then it is tried anew. */
  onConnected(): Promise<void>
  onError(error: Error): void
}

/** One connection that hears what is told, for as long as the process wants; when it is lost it comes back by itself. */
export function listenLive(wishes: ListenWishes): Listening {
  let stopped = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let delayMs = FIRST_RETRY_MS

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: wishes.databaseUrl,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      application_name: 'haowu-live',
    })
    client = fresh
    const lost = once((error?: Error) => {
      if (client === fresh) client = undefined
      void fresh.end().catch(() => {})
      if (stopped) return
      if (error) wishes.onError(error)
      retry = setTimeout(() => void connect(), delayMs * (0.5 + Math.random()))
      delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)
    })
    fresh.on('error', lost)
    fresh.on('end', () => lost())
    fresh.on('notification', ({ payload }) => {
      if (payload) wishes.onEvent(JSON.parse(payload) as LiveEvent)
    })
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${LIVE_CHANNEL}`)
      await wishes.onConnected()
      delayMs = FIRST_RETRY_MS
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)))
    }
  }

  void connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}

function once<Args extends unknown[]>(act: (...args: Args) => void): (...args: Args) => void {
  let done = false
  return (...args) => {
    if (done) return
    done = true
    act(...args)
  }
}
