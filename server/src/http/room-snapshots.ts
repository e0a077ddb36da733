import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { LiveHub } from '#domain/live/live-hub.ts'

/** However often a room changes, its snapshot is read from the database no oftener than this. */
const REBUILD_MS = 200
/** Time changes a room too (a hold runs out), and no event is needed for that. */
const FRESH_MS = 2_000
/** A room nobody asks for is forgotten, and with it its ear. */
const IDLE_MS = 60_000
const MOST_ROOMS = 2_000

const packGzip = promisify(gzip)
const packBrotli = promisify(brotliCompress)

/** Bytes as they go out, with everything their answer says of them, written once. */
export interface PackedRoom {
  etag: string
  /** Name and value in turn, as Node writes them fastest. */
  headers: string[]
  body: Buffer
}

/** One for each way a browser may want it. */
export type RoomSnapshot = Record<'plain' | 'gzip' | 'br', PackedRoom>

export interface RoomSnapshots {
  /** What may be told at once; undefined when it has to be read. */
  fresh(roomCode: string): RoomSnapshot | undefined
  /** Reads what is not fresh, once for all who wait. Null for a room that does not exist. */
  get(roomCode: string): Promise<RoomSnapshot | null>
}

interface Kept {
  snapshot: RoomSnapshot | null
  sessionId: string | null
  /** When the last look began, under way or not. */
  lookedAt: number
  /** When the look began from which the snapshot was made. */
  takenAt: number
  askedAt: number
  /** How many events the room has had, and how many of them its snapshot has surely seen. */
  heard: number
  seen: number
  building: Promise<void> | undefined
  unsubscribe: (() => void) | undefined
}

interface RoomSource {
  /** The session of a room code. */
  find(roomCode: string): Promise<string | undefined>
  read(roomCode: string): Promise<object>
  /** What every answer carries. */
  headers: string[]
}

/**
 * One snapshot per room and process, read again when an event for the room arrived, and told to everybody. Whoever asks
 * after an event waits for the look that came after it, so that what he is told is never older than what he heard.
 */
export function createRoomSnapshots(live: LiveHub, source: RoomSource): RoomSnapshots {
  const rooms = new Map<string, Kept>()

  function keep(roomCode: string): Kept {
    const known = rooms.get(roomCode)
    if (known) return known
    const room = unread()
    rooms.set(roomCode, room)
    const [oldest] = rooms.keys()
    if (rooms.size > MOST_ROOMS && oldest !== undefined) forget(oldest)
    return room
  }

  function forget(roomCode: string): void {
    rooms.get(roomCode)?.unsubscribe?.()
    rooms.delete(roomCode)
  }

  function hear(roomCode: string, room: Kept, sessionId: string): void {
    const changed = () => {
      room.heard += 1
      if (performance.now() - room.askedAt > IDLE_MS) forget(roomCode)
    }
    room.unsubscribe ??= live.subscribe(`session:${sessionId}`, {
      deliver: changed,
      reread: changed,
      leave: () => {},
    })
  }

  async function build(roomCode: string, room: Kept): Promise<void> {
    const wait = room.lookedAt + REBUILD_MS - performance.now()
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    room.sessionId ??= (await source.find(roomCode)) ?? null
    if (room.sessionId === null) return forget(roomCode)
    hear(roomCode, room, room.sessionId)
    const { heard } = room
    room.lookedAt = performance.now()
    const takenAt = room.lookedAt
    const snapshot = await pack(await source.read(roomCode), source.headers)
    // Only now: until the look is over, what is kept is still as old as it was.
    Object.assign(room, { snapshot, takenAt, seen: heard })
  }

  const isFresh = (room: Kept, now = performance.now()) =>
    room.seen === room.heard && now - room.takenAt < FRESH_MS

  return {
    fresh(roomCode) {
      const room = rooms.get(roomCode)
      const now = performance.now()
      if (!room?.snapshot || !isFresh(room, now)) return undefined
      room.askedAt = now
      return room.snapshot
    },
    async get(roomCode) {
      const room = keep(roomCode)
      room.askedAt = performance.now()
      // The look under way may have begun before the event he heard; the one after it has not.
      for (let looks = 0; looks < 2 && !isFresh(room); looks += 1) {
        room.building ??= build(roomCode, room).finally(() => {
          room.building = undefined
        })
        await room.building
        if (room.sessionId === null) return null
      }
      return room.snapshot
    },
  }
}

function unread(): Kept {
  return {
    snapshot: null,
    sessionId: null,
    lookedAt: Number.NEGATIVE_INFINITY,
    takenAt: Number.NEGATIVE_INFINITY,
    askedAt: performance.now(),
    heard: 0,
    seen: 0,
    building: undefined,
    unsubscribe: undefined,
  }
}

async function pack(value: object, headers: string[]): Promise<RoomSnapshot> {
  const plain = Buffer.from(JSON.stringify(value))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 }
  const [gzipped, br] = await Promise.all([packGzip(plain), packBrotli(plain, { params })])
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const packed = (body: Buffer, encoding?: string): PackedRoom => {
    const etag = encoding ? `"${tag}-${encoding}"` : `"${tag}"`
    const own = ['etag', etag, 'vary', 'accept-encoding']
    if (encoding) own.push('content-encoding', encoding)
    return { etag, headers: [...own, ...headers, 'content-length', String(body.length)], body }
  }
  return { plain: packed(plain), gzip: packed(gzipped, 'gzip'), br: packed(br, 'br') }
}
