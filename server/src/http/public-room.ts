import type { IncomingMessage, ServerResponse } from 'node:http'
import { toFenText } from '@haowu/shared/money.ts'
import { roomCode } from '@haowu/shared/picks.ts'
import type { RoomView } from '@haowu/shared/room-view.ts'
import { type RequestHandler, Router } from 'express'
import type { AppDeps } from '#app.ts'
import { readClockShift } from '#domain/demo-clock.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findRoom } from '#domain/picks/find-room.ts'
import { readRoom } from '#domain/picks/read-room.ts'
import { dataHeaders } from './data-headers.ts'
import { hasAlready } from './prebuilt-answers.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { createRoomSnapshots, type RoomSnapshot } from './room-snapshots.ts'

/** As links have it; other spellings take the longer way. */
const LINKED = /^\/api\/rooms\/([0-9A-HJKMNP-TV-Z]{8})$/

export interface PublicRooms {
  /** Stands before everything else: what is fresh goes out at once. */
  fromMemory: RequestHandler
  routes: Router
}

/** `GET /api/rooms/:roomCode`: what a room shows, for a crowd: from memory, packed beforehand, 304 for who has it already. */
export function publicRooms(
  { db, live, config }: Pick<AppDeps, 'db' | 'live' | 'config'>,
  limiter: RateLimiter,
): PublicRooms {
  const headers = dataHeaders(config.publicUrl)
  const rooms = createRoomSnapshots(live, {
    find: code => findRoom(db, { roomCode: code }),
    async read(code): Promise<RoomView> {
      const [room, clockShiftSeconds] = await Promise.all([
        readRoom(db, { roomCode: code }),
        readClockShift(db),
      ])
      return {
        ...room,
        clockShiftSeconds,
        startsAt: room.startsAt.toISOString(),
        endsAt: room.endsAt.toISOString(),
        items: room.items.map(item => ({
          ...item,
          priceFen: toFenText(item.priceFen),
          listFen: toFenText(item.listFen),
          payingUntil: item.payingUntil?.toISOString() ?? null,
        })),
      }
    },
  })
  const routes = Router()
  routes.get('/api/rooms/:roomCode', async (req, res) => {
    const code = roomCode.safeParse(req.params.roomCode)
    if (!code.success) throw new DomainError('not_found', { what: 'room' })
    let snapshot: RoomSnapshot | null | undefined = rooms.fresh(code.data)
    if (!snapshot) {
      snapshot = await rooms.get(code.data)
      // A crowd waits for one look together; who guesses codes makes us look each time.
      if (!snapshot) await limiter.spend('api', req.ip ?? '')
    }
    if (!snapshot) throw new DomainError('not_found', { what: 'room' })
    send(snapshot, { req, res, headers })
  })
  return {
    fromMemory: (req, res, next) => {
      const code = req.method === 'GET' ? LINKED.exec(req.url)?.[1] : undefined
      const snapshot = code && rooms.fresh(code)
      if (snapshot) send(snapshot, { req, res, headers })
      else next()
    },
    routes,
  }
}

function send(
  snapshot: RoomSnapshot,
  { req, res, headers }: { req: IncomingMessage; res: ServerResponse; headers: string[] },
): void {
  const encoding = chooseEncoding(req.headers['accept-encoding'])
  const etag = encoding === 'plain' ? `"${snapshot.tag}"` : `"${snapshot.tag}-${encoding}"`
  const all = ['etag', etag, 'vary', 'accept-encoding', ...headers]
  if (hasAlready(req.headers['if-none-match'], etag)) {
    res.writeHead(304, all).end()
    return
  }
  const body = snapshot[encoding]
  all.push('content-length', String(body.length))
  if (encoding !== 'plain') all.push('content-encoding', encoding)
  res.writeHead(200, all)
  res.end(req.method === 'HEAD' ? undefined : body)
}

function chooseEncoding(accepted: string | undefined): 'br' | 'gzip' | 'plain' {
  if (accepted === undefined) return 'plain'
  const wanted = accepted
    .split(',')
    .map(part => part.trim())
    .filter(part => !/;\s*q=0(\.0*)?$/.test(part))
    .map(part => part.split(';', 1)[0])
  if (wanted.includes('br')) return 'br'
  return wanted.includes('gzip') ? 'gzip' : 'plain'
}
