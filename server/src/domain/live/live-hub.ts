import { REREAD } from '@haowu/shared/live-events.ts'
import type { Db } from '#db/database.ts'
import type { LiveEvent } from './live-event.ts'
import { readUndecidedFrom, selectEvents, selectRecent, selectRecentIds } from './live-event-store.ts'
import { type Listening, listenLive } from './listen-live.ts'
import { SeenIds } from './seen-ids.ts'

/**
 * How far back is read again: longer than any transaction that tells may take, because ids commit out of order, and than
 * a reader may be away before he rather reads everything anew.
 */
const OVERLAP_SECONDS = 120
const MOST_REPLAYED = 500
const MOST_MISSED = 5_000
/** More than are told in the time that is read again. */
const MOST_REMEMBERED = 100_000
/** Also without a loss: a connection that looks alive but hears nothing costs no more than this. */
const LOOK_AGAIN_MS = 5_000

export interface LiveReader {
  deliver(event: LiveEvent): void
  /** Events were lost, or the replay would be too long. */
  reread(): void
  /** The process leaves. */
  leave(): void
}

export interface LiveHub {
  /** Hears a topic from now on; returns what ends it. */
  subscribe(topic: string, reader: LiveReader): () => void
  /** Hands on what was heard; once per id. */
  receive(event: LiveEvent): void
  /** What came after the event with this id, as far as it is known to be whole; else `reread`. */
  replay(topic: string, afterId: string): Promise<LiveEvent[] | typeof REREAD>
  isLeaving(): boolean
  /** Takes leave of all readers and closes the connection. */
  close(): Promise<void>
}

export interface LiveHubDeps {
  db: Db
  databaseUrl: string
  onError(error: Error): void
}

/** Everybody in this process who wants to hear what is told, behind one connection. It listens from the first reader on. */
export function createLiveHub({ db, databaseUrl, onError }: LiveHubDeps): LiveHub {
  const topics = new Map<string, Set<LiveReader>>()
  const seen = new SeenIds(MOST_REMEMBERED)
  const replays = new Map<string, Promise<LiveEvent[]>>()
  let listening: Listening | undefined
  let lookAgain: NodeJS.Timeout | undefined
  let leaving = false

  const receive = (event: LiveEvent) => {
    if (!seen.add(event.id)) return
    for (const reader of topics.get(event.topic) ?? []) reader.deliver(event)
  }

  let undecidedFrom: string | undefined

  /** What the connection did not hear. On a loud evening that is a look at few ids, since almost all have been heard. */
  async function readMissed(): Promise<void> {
    const next = await readUndecidedFrom(db)
    const recent = await selectRecentIds(db, {
      undecidedFrom,
      seconds: OVERLAP_SECONDS,
      limit: MOST_REMEMBERED,
    })
    const missed = recent.filter(id => !seen.has(id))
    if (missed.length <= MOST_MISSED) {
      for (const event of await selectEvents(db, missed)) receive(event)
    } else {
      for (const id of missed) seen.add(id)
      for (const readers of topics.values()) for (const reader of readers) reader.reread()
    }
    undecidedFrom = next
  }

  function start(): void {
    listening ??= listenLive({ databaseUrl, onEvent: receive, onConnected: readMissed, onError })
    lookAgain ??= setInterval(() => {
      if (topics.size > 0) readMissed().catch(onError)
    }, LOOK_AGAIN_MS).unref()
  }

  /** A crowd that comes back shares one look at its topic, as those who pay share theirs. */
  function recentOf(topic: string): Promise<LiveEvent[]> {
    const asked = replays.get(topic)
    if (asked) return asked
    const asking = selectRecent(db, { topic, seconds: OVERLAP_SECONDS, limit: MOST_REPLAYED }).finally(() =>
      replays.delete(topic),
    )
    replays.set(topic, asking)
    return asking
  }

  return {
    subscribe(topic, reader) {
      start()
      const readers = topics.get(topic) ?? new Set()
      topics.set(topic, readers.add(reader))
      return () => {
        readers.delete(reader)
        if (readers.size === 0 && topics.get(topic) === readers) topics.delete(topic)
      }
    },
    receive,
    async replay(topic, afterId) {
      const recent = await recentOf(topic)
      const known = recent.some(({ id }) => id === afterId)
      if (!known || recent.length > MOST_REPLAYED) return REREAD
      return recent.filter(({ id }) => id !== afterId)
    },
    isLeaving: () => leaving,
    async close() {
      leaving = true
      clearInterval(lookAgain)
      for (const readers of topics.values()) for (const reader of readers) reader.leave()
      await listening?.stop()
    },
  }
}
