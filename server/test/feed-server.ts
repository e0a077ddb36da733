import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FeedPage, FeedEnd } from '#domain/feeds/feed-adapter.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { createFeedHttp } from '#gateways/open-feed-http.ts'
import type { Asked } from './simulated-shop.ts'

/** Answers one request: with an object as JSON, or by itself. */
export type Play = (asked: Asked, response: ServerResponse) => unknown

/** A source on this machine for tests of what reads it, and the guarded client that is let in to it. */
export interface FeedServer extends AsyncDisposable {
  origin: string
  http: FeedHttp
  /** What it was asked, the newest last. */
  asked: Asked[]
  play(play: Play): void
}

export async function openFeedServer(): Promise<FeedServer> {
  let play: Play = () => ({})
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://source')
    const question = { url, body: await text(request), headers: request.headers }
    asked.push(question)
    const answer = await play(question, response)
    if (answer !== undefined) response.setHeader('content-type', 'application/json')
    if (answer !== undefined) response.end(JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const http = createFeedHttp({ allowLoopback: true })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    http,
    asked,
    play: next => {
      play = next
    },
    async [Symbol.asyncDispose]() {
      await http.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

export interface WalkedFeed extends FeedEnd {
  /** The cells of each item, in the order in which they came. */
  rows: Record<string, string>[]
}

/** Walks a source to its end. */
export async function walkToEnd(pages: AsyncGenerator<FeedPage, FeedEnd>): Promise<WalkedFeed> {
  const rows: Record<string, string>[] = []
  for (;;) {
    const step = await pages.next()
    if (step.done) return { ...step.value, rows }
    rows.push(...step.value.rows.map(row => Object.fromEntries(row)))
  }
}
