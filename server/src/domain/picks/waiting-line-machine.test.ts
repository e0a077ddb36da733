import { randomUUID } from 'node:crypto'
import { buildItem, buildOrder, buildParty } from '@haowu/server/test/build-item.ts'
import { buildShow, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createDatabase, createPool } from '#db/database.ts'
import { confirmSale } from '@haowu/server/test/confirm-sale.ts'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { settleDepositHolds } from '#domain/deposits/release-deposit.ts'
import { DomainError } from '#domain/domain-error.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { addSlot } from './add-slot.ts'
import { cancelSession } from './cancel-session.ts'
import { createSession } from './create-session.ts'
import { endSession } from './end-session.ts'
import { expireLiveHolds } from './expire-live-holds.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { joinLine } from './join-line.ts'
import { leaveLine } from './leave-line.ts'
import { mindLines } from './mind-lines.ts'
import { removeSlot } from './remove-slot.ts'
import { revokeHold } from './revoke-hold.ts'
import { sellLiveHolds } from './sell-live-holds.ts'
import { startSession } from './start-session.ts'

/**
 * Any sequence of holding, waiting, leaving, giving back, ending shows, taking holds back, buying and letting time pass, by two
 * processes whose own clocks are ten minutes apart, on a database that is now and then another one whose clock is ten minutes
 * behind, with acts said twice, at the same time, and with connections cut under them. After each step the database is asked whether anything happened that must not.
 */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The clock of the database that takes over, against the one that everybody was on. */
const STANDBY_BEHIND = 10 * MINUTE
const PRICE = 100_000n
const EXPOSURE = 20_000n
/** When the first show of each streamer begins, in hours: the last one's window is not open yet. */
const STARTS = [0, 1, 3, 13] as const
/** Covers two pieces, one, none, many. */
const DEPOSITS = [2n * EXPOSURE, EXPOSURE, EXPOSURE - 1n, 100n * EXPOSURE] as const

let t: TestDatabase
let supplierId: string
let processes: (HoldDeps & { pool: pg.Pool; skewMs: number })[]
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
  processes = [0, 10 * MINUTE].map(skewMs => {
    const pool = createPool({ url: t.url, kind: 'worker', max: 6, onError: () => {} })
    // Named, so that their connections can be cut and no other's.
    pool.options.application_name = 'haowu-process'
    return { db: createDatabase(pool), secrets: t.secrets, pool, skewMs }
  })
})
afterEach(() => void vi.useRealTimers())
afterAll(async () => {
  await Promise.all(processes.map(({ pool }) => pool.end()))
  await t[Symbol.asyncDispose]()
})

const process = fc.nat(1)
const item = fc.nat(1)
const streamer = fc.nat(STARTS.length - 1)
/** One act in four loses its connections under it. */
const killed = fc.nat(3).map(n => n === 0)
const by = { process, killed }
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('hold' as const), item, streamer, ...by }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('join' as const), item, streamer, ...by }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('leave' as const), item, streamer, ...by }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('giveBack' as const), item, twice: fc.boolean(), ...by }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('revoke' as const), item, operator: fc.boolean(), ...by }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('end' as const), streamer, cancel: fc.boolean(), ...by }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('plan' as const), streamer, starts: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('topUp' as const), streamer }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('buy' as const), item, pays: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('race' as const), item, ...by }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('mind' as const), ...by }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('failover' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('wait' as const), minutes: fc.constantFrom(1, 6, 40, 90) }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

class World {
  readonly items: string[] = []
  readonly streamers: { streamerId: string; sessionId: string }[] = []
  private shows = 0
  private onStandby = false

  async open(): Promise<this> {
    await t.owner.query('UPDATE app_clock SET shift_seconds = 0')
    for (let n = 0; n < 2; n++)
      this.items.push((await buildItem(t.db, { supplierId, priceFen: PRICE })).itemId)
    for (const [n, startsIn] of STARTS.entries()) {
      const streamerId = await buildParty(t.db, 'streamer')
      await topUp(streamerId, DEPOSITS[n] ?? 0n)
      this.streamers.push(await buildShow(t, { streamerId, startsIn }))
    }
    return this
  }

  /** Runs as one of the processes, whose clock may be wrong; a cut connection is as if the process had died there. */
  async as(
    { process: index, killed: cut }: { process: number; killed: boolean },
    run: (deps: HoldDeps) => Promise<unknown>,
  ) {
    const { db, skewMs } = processes[index] ?? expect.fail('no process')
    vi.useFakeTimers({ toFake: ['Date'], now: performance.timeOrigin + performance.now() + skewMs })
    try {
      await Promise.all([run({ db, secrets: t.secrets }), cut ? cutConnections() : undefined])
    } catch (error) {
      if (!(error instanceof DomainError || isCut(error))) throw error
    } finally {
      vi.useRealTimers()
    }
  }

  async do(one: Act): Promise<void> {
    switch (one.act) {
      case 'hold':
        return this.as(one, deps => addSlot(deps, this.wish(one)))
      case 'join':
        return this.as(one, deps => joinLine(deps, this.wish(one)))
      case 'leave':
        return this.leave(one)
      case 'giveBack':
        return this.giveBack(one)
      case 'revoke':
        return this.revoke(one)
      case 'end': {
        const show = this.streamers[one.streamer] ?? expect.fail()
        return this.as(one, deps => (one.cancel ? cancelSession : endSession)(deps, show))
      }
      case 'plan':
        return this.plan(one)
      case 'topUp':
        return topUp(this.streamers[one.streamer]?.streamerId ?? '', EXPOSURE)
      case 'buy':
        return this.buy(one)
      case 'race':
        return this.race(one)
      case 'mind':
        return this.as(one, mind)
      case 'failover':
        this.onStandby = !this.onStandby
        return moveClock(this.onStandby ? -STANDBY_BEHIND : STANDBY_BEHIND)
      case 'wait':
        return moveClock(one.minutes * MINUTE)
    }
  }

  private wish({ item: index, streamer: who }: { item: number; streamer: number }) {
    const show = this.streamers[who] ?? expect.fail()
    return { ...show, itemId: this.items[index] ?? '' }
  }

  private async leave(one: Extract<Act, { act: 'leave' }>) {
    const { streamerId, itemId } = this.wish(one)
    const own = await t.db
      .selectFrom('holdWait')
      .select('id')
      .where('itemId', '=', itemId)
      .where('streamerId', '=', streamerId)
      .executeTakeFirst()
    if (own) await this.as(one, deps => leaveLine(deps, { waitId: own.id, streamerId }))
  }

  private async slotOf(index: number) {
    return t.db
      .selectFrom('liveHold')
      .innerJoin('slot', 'slot.holdId', 'liveHold.id')
      .select(['liveHold.id as holdId', 'slot.id as slotId', 'liveHold.streamerId'])
      .where('liveHold.itemId', '=', this.items[index] ?? '')
      .where('liveHold.state', '=', 'active')
      .executeTakeFirst()
  }

  private async giveBack(one: Extract<Act, { act: 'giveBack' }>) {
    const held = await this.slotOf(one.item)
    if (!held) return
    await this.as(one, deps => removeSlot(deps, held))
    if (one.twice) await this.as({ ...one, killed: false }, deps => removeSlot(deps, held))
  }

  private async revoke(one: Extract<Act, { act: 'revoke' }>) {
    const held = await this.slotOf(one.item)
    if (!held) return
    const input = {
      ...held,
      supplierId: one.operator ? null : supplierId,
      reason: '收回',
      passOn: true,
      actor: 'user:1',
    }
    await this.as(one, deps => revokeHold(deps, input))
  }

  /** Another show of his, which now is the one he asks for. */
  private async plan({ streamer: who, starts }: Extract<Act, { act: 'plan' }>) {
    const show = this.streamers[who] ?? expect.fail()
    const { now } = (await sql<{ now: Date }>`SELECT app_now() AS now`.execute(t.db)).rows[0] ?? expect.fail()
    const startsAt = new Date(now.getTime() + HOUR)
    const endsAt = new Date(now.getTime() + 2 * HOUR)
    const title = `第 ${++this.shows} 场`
    const { sessionId } = await createSession(t, { streamerId: show.streamerId, title, startsAt, endsAt })
    this.streamers[who] = { streamerId: show.streamerId, sessionId }
    if (starts) await startSession(t, { streamerId: show.streamerId, sessionId })
  }

  private async buy({ item: index, pays }: Extract<Act, { act: 'buy' }>) {
    const itemId = this.items[index] ?? ''
    const held = await this.slotOf(index)
    if (!held) return
    const orderId = randomUUID()
    const { sessionId } = await t.db
      .selectFrom('liveHold')
      .select('sessionId')
      .where('id', '=', held.holdId)
      .executeTakeFirstOrThrow()
    try {
      await t.db.transaction().execute(async trx => {
        const taken = await holdForCheckout(trx, { itemId, orderId, liveHoldId: held.holdId, minutes: 5 })
        const room = { streamerId: held.streamerId, sessionId, liveHoldId: held.holdId }
        await buildOrder(trx, { itemId, supplierId, reportId: taken.reportId }, room, {
          orderId,
          holdToken: taken.holdToken,
        })
        if (!pays) return
        expect(await confirmSale(trx, { itemId, orderId, holdToken: taken.holdToken })).toBe(true)
        await sellLiveHolds(trx, [held.holdId])
      })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  }

  /** It is given back while everybody asks for it and the jobs look. */
  private async race(one: Extract<Act, { act: 'race' }>) {
    const held = await this.slotOf(one.item)
    const wishes = this.streamers.map((_, streamerIndex) =>
      this.wish({ item: one.item, streamer: streamerIndex }),
    )
    await Promise.all([
      held ? this.as(one, deps => removeSlot(deps, held)) : undefined,
      ...wishes.map((wish, n) => this.as({ process: n % 2, killed: false }, deps => addSlot(deps, wish))),
      ...wishes.map((wish, n) => this.as({ process: n % 2, killed: false }, deps => joinLine(deps, wish))),
      this.as({ process: 0, killed: false }, mind),
      this.as({ process: 1, killed: false }, mind),
    ])
  }
}

async function moveClock(ms: number): Promise<void> {
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [ms / 1_000])
}

async function mind(deps: HoldDeps): Promise<void> {
  await expireLiveHolds(deps)
  await mindLines(deps)
}

/** The jobs come again when a connection that was cut before ended only now. */
async function mindAtLast(deps: HoldDeps): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await mind(deps)
    } catch (error) {
      if (!isCut(error) || tries === 5) throw error
    }
  }
}

const topUp = (partyId: string, amountFen: bigint) =>
  t.db.transaction().execute(trx => creditDeposit(trx, { paymentId: randomUUID(), partyId, amountFen }))

/** Those of the processes alone: whoever looks at what they did keeps his. */
async function cutConnections(): Promise<void> {
  await t.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'haowu-process' AND state <> 'idle'`)
}

function isCut(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isCut)
  const { code, message } = error as { code?: string; message?: string }
  return code === '57P01' || /terminat|Connection|ECONNRESET/i.test(message ?? '')
}

/** Each names what must not be; none may have a row. */
const MUST_NOT_BE = {
  'two holders of one piece': sql`SELECT item_id FROM live_hold WHERE state = 'active' GROUP BY item_id HAVING count(*) > 1`,
  'a hold in force whose piece is with somebody else': sql`SELECT live_hold.id FROM live_hold JOIN item ON item.id = live_hold.item_id
    WHERE live_hold.state = 'active' AND live_hold.until > app_now() AND item.live_hold_id IS DISTINCT FROM live_hold.id`,
  'a piece held by a hold that has ended': sql`SELECT item.id FROM item JOIN live_hold ON live_hold.id = item.live_hold_id
    WHERE item.state = 'live_held' AND live_hold.state <> 'active'`,
  'a hold before its window or past it': sql`SELECT live_hold.id FROM live_hold JOIN live_session ON live_session.id = session_id
    WHERE live_hold.until > live_session.ends_at + interval '30 minutes'
      OR (live_hold.created_at < live_session.starts_at - interval '12 hours')`,
  'a place that was served with the hold of somebody else': sql`SELECT hold_wait.id FROM hold_wait JOIN live_hold ON live_hold.id = hold_id
    WHERE live_hold.item_id <> hold_wait.item_id OR live_hold.streamer_id <> hold_wait.streamer_id`,
  'two places of one streamer in one line': sql`SELECT item_id FROM hold_wait WHERE state = 'waiting'
    GROUP BY item_id, streamer_id HAVING count(*) > 1`,
  'somebody told that he has what he has not': sql`SELECT key FROM notice WHERE kind = 'wait_served' AND NOT EXISTS (
    SELECT FROM hold_wait WHERE id::text = split_part(notice.key, ':', 2) AND state = 'served')`,
}

/**
 * Somebody was let past: a hold came about while another waited before its streamer, could use the piece then, and was not asked
 * since it became free. Asked right after the step, because whoever is passed over later is marked anew. Only who stood in the line
 * when the step began counts: of two who come in the same instant the lock of the piece says who was first, not a clock, and what
 * was written down before may bear the time of another clock.
 */
const letPast = (seen: Seen) => sql`
  SELECT live_hold.id FROM live_hold
    JOIN hold_wait ON hold_wait.item_id = live_hold.item_id AND hold_wait.streamer_id <> live_hold.streamer_id
    JOIN live_session ON live_session.id = hold_wait.session_id
    LEFT JOIN hold_wait AS own ON own.hold_id = live_hold.id
  WHERE live_hold.id <> ALL(${seen.holds}::uuid[]) AND hold_wait.id = ANY(${seen.waits}::uuid[])
    AND coalesce(hold_wait.ended_at > live_hold.created_at, true)
    AND (own.id IS NULL OR hold_wait.no < own.no)
    AND coalesce(hold_wait.passed_token < live_hold.hold_token - 1, true)
    AND live_session.state IN ('planned', 'live')
    AND (live_session.state = 'live' OR live_hold.created_at >= live_session.starts_at - interval '12 hours')
    AND live_hold.created_at < live_session.ends_at - interval '15 minutes'`

interface Seen {
  holds: string[]
  waits: string[]
}

async function expectSound(seen: Seen): Promise<Seen> {
  for (const [what, query] of Object.entries(MUST_NOT_BE)) {
    expect((await query.execute(t.db)).rows, what).toEqual([])
  }
  expect((await letPast(seen).execute(t.db)).rows, 'somebody was let past').toEqual([])
  const holds = await t.db.selectFrom('liveHold').select('id').execute()
  const waits = await t.db.selectFrom('holdWait').select('id').where('state', '=', 'waiting').execute()
  return { holds: holds.map(({ id }) => id), waits: waits.map(({ id }) => id) }
}

/** After the jobs have looked, nobody waits for a free piece that he could have. */
const keptWaiting = sql`
  SELECT hold_wait.id FROM hold_wait JOIN item ON item.id = hold_wait.item_id
    JOIN live_session ON live_session.id = hold_wait.session_id
  WHERE hold_wait.state = 'waiting' AND hold_wait.passed_token IS DISTINCT FROM item.hold_token
    AND (item.state = 'available' OR (item.state = 'live_held' AND item.live_hold_until <= app_now()))
    AND (live_session.state = 'live' OR app_now() >= live_session.starts_at - interval '12 hours')`

test('whatever streamers, suppliers, buyers, clocks and lost connections do: one holder, a fair line, each place served once', async () => {
  const counted = { served: 0, passed: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 30 }), async acts => {
      const world = await new World().open()
      let seen = await expectSound({ holds: [], waits: [] })
      for (const one of acts) {
        await world.do(one)
        seen = await expectSound(seen)
      }
      await mindAtLast(processes[0] ?? expect.fail())
      expect((await keptWaiting.execute(t.db)).rows, 'kept waiting for a free piece').toEqual([])
      // In the end every show is over: nothing is held, nobody waits, every deposit is free.
      await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 3 * 86400')
      await t.db
        .transaction()
        .execute(trx =>
          sql`UPDATE item SET checkout_until = app_now() WHERE state = 'checkout_held'`.execute(trx),
        )
      await Promise.all(processes.map(mindAtLast))
      await settleDepositHolds(t)
      await expectSound(seen)
      const left = await sql<{ held: number; waiting: number; kept: number; served: number; passed: number }>`
        SELECT (SELECT count(*)::int FROM live_hold WHERE state = 'active') AS held,
          (SELECT count(*)::int FROM hold_wait WHERE state = 'waiting') AS waiting,
          (SELECT count(*)::int FROM deposit_hold WHERE state = 'open') AS kept,
          (SELECT count(*)::int FROM hold_wait WHERE state = 'served') AS served,
          (SELECT count(*)::int FROM hold_wait WHERE passed_token IS NOT NULL) AS passed`.execute(t.db)
      const { served = 0, passed = 0, ...open } = left.rows[0] ?? {}
      expect(open).toEqual({ held: 0, waiting: 0, kept: 0 })
      Object.assign(counted, { served, passed })
      expect((await proveLedger(t.db)).disagreement).toBeNull()
    }),
    { numRuns: 30, interruptAfterTimeLimit: 90_000 },
  )
  // The sequences reach what they are about.
  expect(counted.served).toBeGreaterThan(10)
  expect(counted.passed).toBeGreaterThan(3)
}, 200_000)
