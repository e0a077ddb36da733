import { REREAD } from '@haowu/shared/live-events.ts'
import type { Response } from 'express'
import type { LiveEvent } from '#domain/live/live-event.ts'
import type { LiveReader } from '#domain/live/live-hub.ts'
import { LIVE_LIMITS } from './limits.ts'

/** Nothing between us and the browser may keep, gather or change what is sent. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  connection: 'keep-alive',
} as const

const HEARTBEAT = Buffer.from(':\n\n')
const REREAD_FRAME = Buffer.from(`data: {"id":"0","kind":"${REREAD}","payload":{}}\n\n`)

/** The same bytes go to everybody, so they are made once per event. */
const frames = new WeakMap<LiveEvent, Buffer>()

function frameOf(event: LiveEvent): Buffer {
  const known = frames.get(event)
  if (known) return known
  const { id, kind, payload } = event
  const frame = Buffer.from(`id: ${id}\ndata: ${JSON.stringify({ id, kind, payload })}\n\n`)
  frames.set(event, frame)
  return frame
}

/**
 * One open stream of server-sent events. What a slow reader does not take is not kept for him: beyond a few kilobytes his
 * events are dropped, and once his line is free he is told to read his snapshot again.
 */
export class LiveStream implements LiveReader {
  readonly #res: Response
  #lagging = false
  /** Heartbeats he has not taken; a line that stays blocked is cut. */
  #blockedBeats = 0

  constructor(res: Response) {
    this.#res = res
    res.writeHead(200, HEADERS)
    // All who are cut off at once must not come back at once.
    res.write(`retry: ${retryMs()}\n\n`)
    res.on('drain', () => this.#catchUp())
    res.on('error', () => res.destroy())
  }

  deliver(event: LiveEvent): void {
    this.#send(frameOf(event))
  }

  reread(): void {
    this.#send(REREAD_FRAME)
  }

  beat(): void {
    if (!this.#lagging) return this.#send(HEARTBEAT)
    this.#blockedBeats += 1
    if (this.#blockedBeats > LIVE_LIMITS.blockedBeats) this.#res.destroy()
  }

  leave(): void {
    if (this.#lagging) this.#res.destroy()
    else this.#res.end()
  }

  #send(frame: Buffer): void {
    if (this.#lagging || this.#res.writableEnded || this.#res.destroyed) return
    if (this.#res.writableLength > LIVE_LIMITS.bufferBytes) this.#lagging = true
    else this.#res.write(frame)
  }

  #catchUp(): void {
    if (!this.#lagging) return
    this.#lagging = false
    this.#blockedBeats = 0
    this.reread()
  }
}

function retryMs(): number {
  return Math.round(LIVE_LIMITS.retryMs * (0.5 + Math.random()))
}
