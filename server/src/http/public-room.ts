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
const PREFIX = '/api/rooms/'
const LINKED = /^\/api\/rooms\/([0-9A-HJKMNP-TV-Z]{8})$/

export interface PublicRooms {
  /** Stands before everything else: what is fresh goes out at once. */
  fromMemory: RequestHandler
  routes: Router
}

/** `GET /api/rooms/:roomCode`: what a room shows, for a crowd: from memory, packed beforehand, 304 for who has it already. */
export function publicRooms(
  { db, live, config, secrets }: Pick<AppDeps, 'db' | 'live' | 'config' | 'secrets'>,
  limiter: RateLimiter,
): PublicRooms {
  const rooms = createRoomSnapshots(live, {
    headers: dataHeaders(config.publicUrl),
    find: code => findRoom(db, { roomCode: code }),
    async read(code): Promise<RoomView> {
      const [room, clockShiftSeconds] = await Promise.all([
        readRoom({ db, secrets }, { roomCode: code }),
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
          offeredUntil: item.offeredUntil.toISOString(),
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
    send(snapshot, req, res)
  })
  return {
    fromMemory: (req, res, next) => {
      const code = req.method === 'GET' && req.url.startsWith(PREFIX) ? LINKED.exec(req.url)?.[1] : undefined
      const snapshot = code && rooms.fresh(code)
      if (snapshot) send(snapshot, req, res)
      else next()
    },
    routes,
  }
}

function send(snapshot: RoomSnapshot, req: IncomingMessage, res: ServerResponse): void {
  const { etag, headers, body } = snapshot[chooseEncoding(req.headers['accept-encoding'])]
  // Express makes HEAD of GET for the longer way; Node leaves the body out by itself.
  if (hasAlready(req.headers['if-none-match'], etag)) res.writeHead(304, withoutLength(headers)).end()
  else res.writeHead(200, headers).end(body)
}

/** The length is of the body, and a 304 has none; it stands last. */
function withoutLength(headers: string[]): string[] {
  return headers.slice(0, -2)
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
