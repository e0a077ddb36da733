import { roomCode } from '@haowu/shared/picks.ts'
import { REREAD } from '@haowu/shared/live-events.ts'
import { type Request, type Response, Router } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { MEMBER_ROLES } from '#domain/parties/member.ts'
import { findRoom } from '#domain/picks/find-room.ts'
import { actingMember } from './acting-member.ts'
import { countStreams } from './count-streams.ts'
import { LIVE_LIMITS } from './limits.ts'
import { LiveStream } from './live-stream.ts'

const MOST_ROOMS_KNOWN = 5_000

/**
 * `GET /api/live/rooms/:roomCode` for any viewer, `GET /api/live/me` for the acting member's party: streams of server-sent
 * events. After a break a browser says by itself what it saw last (`Last-Event-ID`; `?after=` where it had to begin anew)
 * and is told what came since, or to read its snapshot again.
 */
export function liveStreams(deps: Pick<AppDeps, 'auth' | 'config' | 'db' | 'live'>): Router {
  const { db, live } = deps
  const streams = new Set<LiveStream>()
  const counts = countStreams({ limited: deps.config.rateLimits })
  const rooms = new Map<string, Promise<string | undefined>>()
  let beating: NodeJS.Timeout | undefined

  async function open(req: Request, res: Response, { topic, longestMs }: Opening): Promise<void> {
    if (live.isLeaving()) throw new DomainError('unavailable')
    const release = counts.take(req.ip ?? '')
    // He may have left while we looked him up.
    if (res.destroyed) return release()
    const stream = new LiveStream(res)
    streams.add(stream)
    const unsubscribe = live.subscribe(topic, stream)
    // Who may read this is asked again when the browser comes back, a second after that.
    const end = setTimeout(() => stream.leave(), longestMs * (0.9 + Math.random() * 0.1))
    beating ??= setInterval(() => {
      for (const each of streams) each.beat()
    }, LIVE_LIMITS.beatMs).unref()
    res.once('close', () => {
      unsubscribe()
      clearTimeout(end)
      streams.delete(stream)
      release()
      if (streams.size > 0) return
      clearInterval(beating)
      beating = undefined
    })
    const after = lastIdOf(req)
    if (after === undefined) return
    // Events that arrive meanwhile come before the older ones; the reader knows them apart by their ids.
    const missed = await live.replay(topic, after).catch(() => REREAD)
    if (typeof missed === 'string') stream.reread()
    else for (const event of missed) stream.deliver(event)
  }

  /** A code never leads to another session, so a crowd that opens a room asks once. */
  function sessionOf(code: string): Promise<string | undefined> {
    const known = rooms.get(code)
    if (known) return known
    const asking = findRoom(db, { roomCode: code })
    rooms.set(code, asking)
    const forget = () => rooms.delete(code)
    asking.then(sessionId => sessionId ?? forget(), forget)
    const [oldest] = rooms.keys()
    if (rooms.size > MOST_ROOMS_KNOWN && oldest !== undefined) rooms.delete(oldest)
    return asking
  }

  const routes = Router()
  routes.get('/api/live/rooms/:roomCode', async (req, res) => {
    const code = roomCode.safeParse(req.params.roomCode)
    const sessionId = code.success ? await sessionOf(code.data) : undefined
    if (sessionId === undefined) throw new DomainError('not_found', { what: 'room' })
    await open(req, res, { topic: `session:${sessionId}`, longestMs: LIVE_LIMITS.publicMs })
  })
  routes.get('/api/live/me', async (req, res) => {
    const { partyId } = await actingMember(deps, req, MEMBER_ROLES)
    await open(req, res, { topic: `party:${partyId}`, longestMs: LIVE_LIMITS.signedInMs })
  })
  return routes
}

interface Opening {
  topic: string
  longestMs: number
}

function lastIdOf(req: Request): string | undefined {
  const given = req.get('last-event-id') ?? req.query.after
  return typeof given === 'string' && /^\d{1,19}$/.test(given) ? given : undefined
}
