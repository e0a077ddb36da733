import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import path from 'node:path'
import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { putOnAir } from '@haowu/server/domain/picks/put-on-air.ts'
import { revokeHold } from '@haowu/server/domain/picks/revoke-hold.ts'
import { sellElsewhere } from '@haowu/server/domain/picks/sell-elsewhere.ts'
import { buildHeldItems } from '@haowu/server/test/build-held-items.ts'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { listenAnywhere } from './listen-anywhere.ts'
import { measureStreams, type Reached, type Streams } from './measure-streams.ts'
import { rounded } from './median.ts'
import { sellPiece } from './sell-piece.ts'
import { tellBare } from './told-bare.ts'

/** The streamer's own screen is one of them: it hears the same stream. */
const VIEWERS = 1_000
const EACH = { quick: 5, full: 12 }
const MOST_ROUNDS = 10
const PRICE_FEN = 100_000n
const KINDS = ['sold', 'elsewhere', 'revoked', 'next', 'bare'] as const
type Kind = (typeof KINDS)[number]

/**
 * From an act to the last of a thousand screens: a sale, a sale elsewhere, a hold taken back, the next piece. Beside them what
 * the machine itself needs: one row and its notification committed, heard by a bare server, written to as many sockets.
 */
export const toldBench: Bench = {
  name: 'told',
  title: 'From an act to the last of a thousand open screens, beside a bare commit, notification and write',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const url = await createDatabase(adminUrl, 'told')
  await migrateToLatest(url)
  let ending = false
  const pool = createPool({ url, kind: 'worker', onError: error => ending || console.error(error.message) })
  const db = createKysely(pool)
  const site = createTestApp({ url, db, pool })
  const each = quick ? EACH.quick : EACH.full
  const pieces = await stock(db, 4 * each * MOST_ROUNDS)
  const server = createServer(site.app)
  const port = await listenAnywhere(server)
  const [viewers, bareViewers] = [0, 1].map(() => fork(path.join(import.meta.dirname, 'stream-caller.ts')))
  if (!viewers || !bareViewers) throw new Error('no viewers')
  const streams = measureStreams(viewers, {
    port,
    paths: [`/api/live/rooms/${pieces.roomCode}`],
    streams: VIEWERS,
  })
  const bare = await tellBare(url)
  const bareStreams = measureStreams(bareViewers, { port: bare.port, paths: ['/'], streams: VIEWERS })
  await Promise.all([streams.open(), bareStreams.open()])

  const acts = actsOn({ db, deps: site.deps, pieces })
  const reached = new Map<Kind, Reached[]>(KINDS.map(kind => [kind, []]))
  const tell = (kind: Kind, to: Streams, act: () => Told) => ({
    async run(round: number) {
      for (let n = 0; n < each; n++) {
        const { text, run } = act()
        const found = await to.reach(text, run)
        if (round > 0) reached.get(kind)?.push(found)
      }
      return each
    },
  })
  const ratio = (of: Kind) => ({ of, over: 'bare', by: 'speed' }) as const
  return {
    unit: 'act',
    variants: {
      sold: tell('sold', streams, acts.sold),
      elsewhere: tell('elsewhere', streams, acts.elsewhere),
      revoked: tell('revoked', streams, acts.revoked),
      next: tell('next', streams, acts.next),
      bare: tell('bare', bareStreams, bare.act),
    },
    ratios: { elsewhere_vs_bare: ratio('elsewhere'), next_vs_bare: ratio('next') },
    figures: figuresOf(reached),
    async [Symbol.asyncDispose]() {
      ending = true
      viewers.kill()
      bareViewers.kill()
      server.closeAllConnections()
      server.close()
      await bare.stop()
      await site[Symbol.asyncDispose]()
      await pool.end()
    },
  }
}

/** What viewers will read of it, and the act. */
export interface Told {
  text: string
  run(): Promise<number>
}

type Db = Parameters<typeof buildHeldItems>[0]
type Stock = Awaited<ReturnType<typeof stock>>

async function stock(db: Db, count: number) {
  const { roomCode, items } = await buildHeldItems(db, { count, priceFen: PRICE_FEN })
  const rows = await db
    .selectFrom('slot')
    .innerJoin('liveHold', 'liveHold.id', 'slot.holdId')
    .innerJoin('item', 'item.id', 'slot.itemId')
    .select(['slot.id as slotId', 'slot.itemId', 'slot.holdId', 'slot.sessionId', 'liveHold.streamerId'])
    .select(['item.supplierId', 'item.supplierSku as sku'])
    .execute()
  if (rows.length !== items.length) throw new Error(`${rows.length} slots`)
  return { roomCode, rows }
}

function actsOn({
  db,
  deps,
  pieces: { roomCode, rows },
}: {
  db: Db
  deps: Parameters<typeof sellPiece>[0]
  pieces: Stock
}): Record<Exclude<Kind, 'bare'>, () => Told> {
  const take = () => {
    const piece = rows.pop()
    if (!piece) throw new Error('no piece is left')
    return piece
  }
  const timed = async (act: () => Promise<unknown>) => {
    const began = performance.now()
    await act()
    return began
  }
  const left = (itemId: string) => `"kind":"piece_left","payload":{"itemId":"${itemId}"}`
  return {
    sold() {
      const { itemId } = take()
      const run = () => sellPiece(deps, { roomCode, itemId, priceFen: PRICE_FEN })
      return { text: `"itemId":"${itemId}","standing":"sold"`, run }
    },
    elsewhere() {
      const { itemId, supplierId, sku } = take()
      const claim = { supplierId, sku, memberId: crypto.randomUUID() }
      return { text: left(itemId), run: () => timed(() => sellElsewhere({ db }, claim)) }
    },
    revoked() {
      const { itemId, holdId } = take()
      const why = { holdId, supplierId: null, reason: 'bench', passOn: false, actor: 'bench' }
      return { text: left(itemId), run: () => timed(() => revokeHold(deps, why)) }
    },
    next() {
      const { itemId, ...slot } = take()
      const text = `"kind":"on_air_changed","payload":{"itemId":"${itemId}"}`
      return { text, run: () => timed(() => putOnAir({ db }, slot)) }
    },
  }
}

function figuresOf(reached: Map<Kind, Reached[]>): Record<string, () => Promise<number>> {
  const at = (kind: Kind, since: keyof Reached, part: number) => async () => {
    const times = (reached.get(kind) ?? []).map(found => found[since]).toSorted((a, b) => a - b)
    return rounded(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN)
  }
  return Object.fromEntries(
    KINDS.flatMap(kind => [
      [`${kind}_since_press_p50_ms`, at(kind, 'sincePressMs', 0.5)],
      [`${kind}_since_press_p99_ms`, at(kind, 'sincePressMs', 0.99)],
      [`${kind}_since_commit_p50_ms`, at(kind, 'sinceCommitMs', 0.5)],
      [`${kind}_since_commit_p99_ms`, at(kind, 'sinceCommitMs', 0.99)],
    ]),
  )
}
