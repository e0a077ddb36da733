import { type LiveMessage, liveMessage, REREAD } from '@haowu/shared/live-events.ts'

/** Without a stream for so long, screens read again by themselves. */
const POLL_MS = 4_000
const LONGEST_RETRY_MS = 30_000
/** A tab that nobody looks at gives its connection back: a browser has only a few for one site. */
const HIDDEN_MS = 20_000
const MOST_SEEN = 1_000

export interface LiveReader {
  onEvent(message: LiveMessage): void
  /** Whatever is shown may be out of date: read it again. Also said when a stream opens, because that took a moment. */
  onReread(): void
}

interface Source {
  readers: Set<LiveReader>
  close(): void
}

/** All components of a page that hear the same stream share one connection. */
const sources = new Map<string, Source>()

/** Hears a stream for as long as the returned function is not called. */
export function readLive(url: string, reader: LiveReader): () => void {
  const source = sources.get(url) ?? openSource(url)
  sources.set(url, source)
  source.readers.add(reader)
  return () => {
    source.readers.delete(reader)
    if (source.readers.size > 0) return
    source.close()
    sources.delete(url)
  }
}

function openSource(url: string): Source {
  const readers = new Set<LiveReader>()
  const seen = new Set<string>()
  let stream: EventSource | undefined
  let lastId: string | undefined
  let failures = 0
  let retry: number | undefined
  let hide: number | undefined

  const reread = () => {
    for (const reader of readers) reader.onReread()
  }
  const poll = setInterval(() => {
    if (document.visibilityState === 'visible' && stream?.readyState !== EventSource.OPEN) reread()
  }, POLL_MS)

  function connect(): void {
    clearTimeout(retry)
    const after = lastId === undefined ? '' : `${url.includes('?') ? '&' : '?'}after=${lastId}`
    stream = new EventSource(url + after)
    stream.onopen = () => {
      failures = 0
      reread()
    }
    stream.onmessage = ({ data }: MessageEvent<string>) => receive(data)
    stream.onerror = () => {
      // The browser comes back by itself after a break, but not after an answer that was no stream.
      if (stream?.readyState !== EventSource.CLOSED) return
      failures += 1
      const most = Math.min(1_000 * 2 ** failures, LONGEST_RETRY_MS)
      retry = window.setTimeout(connect, most * (0.5 + Math.random() / 2))
    }
  }

  function receive(data: string): void {
    const parsed = liveMessage.safeParse(parse(data))
    if (!parsed.success) return
    const message = parsed.data
    if (message.kind === REREAD) return reread()
    if (seen.has(message.id)) return
    seen.add(message.id)
    if (seen.size > MOST_SEEN) for (const oldest of [...seen].slice(0, MOST_SEEN / 2)) seen.delete(oldest)
    lastId = message.id
    for (const reader of readers) reader.onEvent(message)
  }

  function followVisibility(): void {
    clearTimeout(hide)
    if (document.visibilityState === 'hidden') {
      hide = window.setTimeout(() => stream?.close(), HIDDEN_MS)
    } else if (stream?.readyState === EventSource.CLOSED) connect()
  }

  connect()
  document.addEventListener('visibilitychange', followVisibility)
  return {
    readers,
    close() {
      clearInterval(poll)
      clearTimeout(retry)
      clearTimeout(hide)
      document.removeEventListener('visibilitychange', followVisibility)
      stream?.close()
    },
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
