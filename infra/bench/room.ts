import { fork } from 'node:child_process'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import express, { type Express } from 'express'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { askPage } from './ask-page.ts'
import { createDatabase } from './create-database.ts'
import { listenAnywhere } from './listen-anywhere.ts'
import { measureStreams } from './measure-streams.ts'
import { median } from './median.ts'
import { sellPiece } from './sell-piece.ts'

const REQUESTS = { quick: 4_000, full: 20_000 }
const PIECES = 24
const PRICE_FEN = 100_000n
/** On one process. */
const STREAMS = 5_000
/** A machine with other work to do answers one of them late; the table says the middle one and the worst. */
const SALES = 11
/** What a process may read while it tells a room: a snapshot is read again no oftener than this. */
const FRESH_MS = 2_000
const MIB = 1024 * 1024

/**
 * A room that a crowd opens: its snapshot, beside a bare static answer of as many bytes in the same process and round. Then
 * viewers with open streams in another process: how long until a sale has reached the last of them, and what each one costs.
 */
export const roomBench: Bench = {
  name: 'room',
  title:
    'Room page: requests per second, beside a bare static answer of the same server; then 5,000 open streams',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const url = await createDatabase(adminUrl, 'room')
  await migrateToLatest(url)
  let ending = false
  const onError = (error: Error) => ending || console.error(error.message)
  const pool = createPool({ url, kind: 'worker', onError })
  const db = createKysely(pool)
  const site = createTestApp({ url, db, pool })
  const show = await buildShow({ db })
  const slots = await buildSlots({ db }, show, {
    count: PIECES,
    supplierId: await buildSupplier({ db }),
    priceFen: PRICE_FEN,
  })
  let lookups = 0
  pool.on('acquire', () => {
    lookups += 1
  })

  const dataPath = `/api/rooms/${show.roomCode}`
  const { port, server } = await serveBeside(site.app, dataPath)

  const caller = fork(path.join(import.meta.dirname, 'page-caller.ts'))
  const viewers = fork(path.join(import.meta.dirname, 'stream-caller.ts'))
  const requests = quick ? REQUESTS.quick : REQUESTS.full
  const variant = (address: string) => ({
    async run() {
      const [before, began] = [lookups, performance.now()]
      await askPage(caller, { port, path: address, requests })
      // Two statements a look, and the process's own look for events it may have missed.
      const allowed = 4 + 3 * Math.ceil((performance.now() - began) / FRESH_MS)
      if (lookups - before > allowed)
        throw new Error(`${lookups - before} look-ups in the database for ${requests} requests`)
      return requests
    },
  })
  const streams = measureStreams(viewers, {
    port,
    paths: [`/api/live/rooms/${show.roomCode}`],
    streams: STREAMS,
  })
  return {
    unit: 'request',
    variants: { snapshot: variant(dataPath), bare: variant('/bare'), node_alone: variant('/node') },
    ratios: {
      snapshot_vs_bare: { of: 'snapshot', over: 'bare', by: 'speed' },
      snapshot_vs_node_alone: { of: 'snapshot', over: 'node_alone', by: 'speed' },
    },
    figures: figuresOf(streams, slots, itemId =>
      sellPiece(site.deps, { roomCode: show.roomCode, itemId, priceFen: PRICE_FEN }),
    ),
    async [Symbol.asyncDispose]() {
      ending = true
      caller.kill()
      viewers.kill()
      server.closeAllConnections()
      server.close()
      await site[Symbol.asyncDispose]()
      await pool.end()
    },
  }
}

/** The product's own application, and beside it an answer of as many bytes that nobody has to make. */
async function serveBeside(app: Express, dataPath: string): Promise<{ port: number; server: Server }> {
  let bytes: Buffer = Buffer.alloc(0)
  const answerBare = (_req: IncomingMessage, res: ServerResponse) =>
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
  const bare = express().disable('x-powered-by').disable('etag').get('/bare', answerBare)
  const server = createServer((req, res) => {
    if (req.url === '/bare') bare(req, res)
    else if (req.url === '/node') answerBare(req, res)
    else app(req, res)
  })
  const port = await listenAnywhere(server)
  const headers = { 'accept-encoding': 'identity' }
  const first = await fetch(`http://127.0.0.1:${port}${dataPath}`, { headers })
  if (!first.ok) throw new Error(`${dataPath} answered ${first.status}`)
  bytes = Buffer.from(await first.arrayBuffer())
  return { port, server }
}

/** What the open streams cost, and how long a sale takes to reach the last of them. */
function figuresOf(
  streams: ReturnType<typeof measureStreams>,
  slots: { itemId: string }[],
  sell: (itemId: string) => Promise<number>,
): Record<string, () => Promise<number>> {
  const reached: number[] = []
  return {
    streams_open: streams.open,
    kib_per_stream: async () => streams.kibEach(),
    sale_reaches_all_ms: async () => {
      for (const { itemId } of slots.slice(0, SALES)) {
        const { sincePressMs } = await streams.reach(`"itemId":"${itemId}","standing":"sold"`, () =>
          sell(itemId),
        )
        reached.push(sincePressMs)
      }
      return median(reached)
    },
    worst_of_11_sales_ms: async () => Math.max(...reached),
    rss_mib_with_streams: async () => process.memoryUsage.rss() / MIB,
  }
}
