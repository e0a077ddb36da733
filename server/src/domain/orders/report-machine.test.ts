import { randomUUID } from 'node:crypto'
import { dyingDatabase, isCut } from '@haowu/server/test/dying-database.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { confirmSale } from '@haowu/server/test/confirm-sale.ts'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { releaseFromSession } from '#domain/catalog/release-live-hold.ts'
import { startReturn } from '#domain/catalog/start-return.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import { DomainError } from '#domain/domain-error.ts'
import { abandonInspection } from '#domain/inspection/abandon-inspection.ts'
import { attachMedia } from '#domain/inspection/attach-media.ts'
import { takeOffExpired, takeOffRevoked, warnOfExpiry } from '#domain/inspection/expire-reports.ts'
import { publishInspection } from '#domain/inspection/publish-inspection.ts'
import type { ReportContent } from '#domain/inspection/report.ts'
import { saveInspection } from '#domain/inspection/save-inspection.ts'
import { createReportSigner, hashReport, isSignatureOf } from '#domain/inspection/sign-report.ts'
import { startInspection } from '#domain/inspection/start-inspection.ts'
import { decideQuarantine } from '#domain/picks/decide-quarantine.ts'
import { offerUnshipped } from './offer-unshipped.ts'
import { recallReport } from './recall-report.ts'

/**
 * Any sequence of inspecting, signing, revoking, running out, holding, selling and returning, with every act said twice or
 * killed before its commit at times, on three pieces of which two claim to be the same one. After each step the invariants of reports are asked of the
 * database, and what the pieces may do is compared with a model that knows only the rules.
 */

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  // Orders are no part of this machine; a sale is known by its id alone.
  await t.owner.query('ALTER TABLE sale DROP CONSTRAINT sale_order_id_fkey')
})
afterAll(() => t[Symbol.asyncDispose]())

const signer = createReportSigner(Buffer.alloc(32, 9))
const HOUR = 3_600_000
const FINDINGS = {
  cosmetic: 'light',
  function: 'all_pass',
  battery_pct: 91,
  parts: 'original',
  repair: 'none',
  water: 'none',
  locks: 'none',
}

interface Piece {
  itemId: string
  supplierId: string
  number: string
}

/** What the rules say of a piece, without a look at the tables. */
interface Belief {
  state:
    | 'draft'
    | 'available'
    | 'live_held'
    | 'checkout_held'
    | 'sold'
    | 'returning'
    | 'quarantined'
    | 'withdrawn'
  report: 'none' | 'in_force' | 'expired' | 'revoked'
  generation: number
  inspected: boolean
  buyer: { orderId: string; holdToken: bigint } | null
}

class World {
  readonly pieces: Piece[] = []
  readonly beliefs: Belief[] = []
  /** Report that each sale was made on. */
  readonly soldOn = new Map<string, string>()

  async open(): Promise<this> {
    const shared = randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()
    for (const number of [shared, shared, `${shared}B`]) {
      const supplierId = await buildParty(t.db, 'supplier')
      const { id: itemId } = await t.db
        .insertInto('item')
        .values({
          supplierId,
          supplierSku: randomUUID(),
          categoryCode: 'phone',
          title: '小米 14',
          identity: `SN:X:${number}`,
          priceFen: 150_000n,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      this.pieces.push({ itemId, supplierId, number })
      this.beliefs.push({ state: 'draft', report: 'none', generation: 1, inspected: false, buyer: null })
    }
    return this
  }

  at(index: number): { piece: Piece; belief: Belief } {
    const [piece, belief] = [this.pieces[index], this.beliefs[index]]
    if (!piece || !belief) throw new Error('no such piece')
    return { piece, belief }
  }

  /** What is on offer under the number of this piece, if not itself. */
  clashOf(index: number): Belief | undefined {
    return this.beliefs.find(
      ({ state }, other) =>
        other !== index &&
        this.pieces[other]?.number === this.pieces[index]?.number &&
        ['available', 'live_held', 'checkout_held'].includes(state),
    )
  }

  clashes(index: number): boolean {
    return this.clashOf(index) !== undefined
  }
}

const ACTS = [
  'inspect',
  'sign',
  'abandon',
  'recall',
  'lapse',
  'hold',
  'release',
  'take',
  'pay',
  'giveBack',
  'cancel',
  'release_number',
  'withdraw_number',
] as const
type Act = (typeof ACTS)[number]
interface Step {
  act: Act
  index: number
  twice: boolean
  /** Killed first, with all written and nothing committed. */
  killed: boolean
}

const PLAY: Record<Act, (world: World, index: number) => Promise<void>> = {
  async inspect(world, index) {
    const { piece, belief } = world.at(index)
    if (
      !['draft', 'available', 'live_held', 'returning', 'quarantined', 'withdrawn'].includes(belief.state)
    ) {
      await expect(inspect(piece)).rejects.toMatchObject({ facts: { problem: 'item_state' } })
      return
    }
    await inspect(piece)
    belief.inspected = true
  },

  async sign(world, index) {
    const { piece, belief } = world.at(index)
    const open = await openOne(piece)
    expect(open !== undefined).toBe(belief.inspected)
    if (!open) return
    const sign = () => publishInspection({ db: t.db, signer }, { ...open, ...piece, actor: 'test' })
    if (belief.state === 'checkout_held' || belief.state === 'sold') {
      await expect(sign()).rejects.toMatchObject({ code: 'report_invalid' })
      return
    }
    const signed = await sign()
    expect(await sign()).toEqual(signed)
    belief.inspected = false
    belief.report = 'in_force'
    if (['draft', 'quarantined', 'returning'].includes(belief.state))
      belief.state = world.clashes(index) ? 'quarantined' : 'available'
  },

  async abandon(world, index) {
    const { piece, belief } = world.at(index)
    const open = await openOne(piece)
    if (open) await abandonInspection(t, { ...open, ...piece })
    belief.inspected = false
  },

  async recall(world, index) {
    const { piece, belief } = world.at(index)
    const reportId = await currentReport(piece.itemId)
    if (!reportId) return
    await recallReport(t, { reportId, reason: '抽检不符', actor: 'test' })
    belief.report = 'revoked'
    if (belief.state === 'available') belief.state = 'draft'
  },

  async lapse(world, index) {
    const { piece, belief } = world.at(index)
    const reportId = await currentReport(piece.itemId)
    if (!reportId || belief.report !== 'in_force') return
    await sql`UPDATE report SET expires_at = app_now() - interval '1 s' WHERE id = ${reportId}`.execute(t.db)
    await warnOfExpiry(t, { limit: 100 })
    await takeOffExpired(t, { limit: 100 })
    belief.report = 'expired'
    if (belief.state === 'available') belief.state = 'draft'
  },

  async hold(world, index) {
    const { piece, belief } = world.at(index)
    const hold = { itemId: piece.itemId, holdId: piece.itemId, until: new Date(Date.now() + HOUR) }
    const held = await attempt(trx => holdForSession(trx, hold))
    const may = belief.state === 'available' && belief.report === 'in_force'
    expect(held !== undefined, `hold of ${JSON.stringify(belief.state)}`).toBe(may)
    if (may) belief.state = 'live_held'
  },

  async release(world, index) {
    const { piece, belief } = world.at(index)
    await attempt(trx => releaseFromSession(trx, { itemId: piece.itemId, holdId: piece.itemId }))
    if (belief.state !== 'live_held') return
    belief.state = 'available'
    // A report that ran out or was revoked during the hold is found by the next run.
    if (belief.report !== 'in_force') {
      await takeOffExpired(t, { limit: 100 })
      await takeOffRevoked(t, { limit: 100 })
      belief.state = 'draft'
    }
  },

  async take(world, index) {
    const { piece, belief } = world.at(index)
    const orderId = randomUUID()
    const taken = await attempt(trx =>
      holdForCheckout(trx, { itemId: piece.itemId, orderId, liveHoldId: piece.itemId, minutes: 5 }),
    )
    const may = belief.state === 'live_held' && belief.report === 'in_force'
    expect(taken !== undefined).toBe(may)
    if (!taken) return
    belief.state = 'checkout_held'
    belief.buyer = { orderId, holdToken: taken.holdToken }
    expect(await backsSale(piece.itemId, taken.reportId)).toBe(true)
  },

  async pay(world, index) {
    const { piece, belief } = world.at(index)
    if (belief.state !== 'checkout_held' || !belief.buyer) return
    const { buyer } = belief
    const sold = await attempt(trx => confirmSale(trx, { itemId: piece.itemId, ...buyer }))
    expect(sold).toBe(belief.report !== 'revoked')
    if (!sold) return
    belief.state = 'sold'
    world.soldOn.set(`${piece.itemId}/${belief.generation}`, (await currentReport(piece.itemId)) ?? '')
  },

  async giveBack(world, index) {
    const { piece, belief } = world.at(index)
    if (belief.state !== 'sold' || !belief.buyer) return
    const { orderId } = belief.buyer
    expect(await attempt(trx => startReturn(trx, { itemId: piece.itemId, orderId }))).toBe(true)
    belief.state = 'returning'
    belief.generation++
  },

  async cancel(world, index) {
    const { piece, belief } = world.at(index)
    if (belief.state !== 'sold' || !belief.buyer) return
    const { orderId } = belief.buyer
    expect(await attempt(trx => offerUnshipped(trx, { itemId: piece.itemId, orderId }))).toBe(true)
    belief.generation++
    if (belief.report !== 'in_force') belief.state = 'draft'
    else belief.state = world.clashes(index) ? 'quarantined' : 'available'
  },

  async release_number(world, index) {
    const { belief } = world.at(index)
    const clash = world.clashOf(index)
    // The holds of this machine are known to no run sheet, so nothing but an idle piece gives way.
    const may = belief.state === 'quarantined' && (!clash || clash.state === 'available')
    expect(await decideNumber(world, index, 'release')).toBe(may)
    if (!may) return
    if (clash) clash.state = 'withdrawn'
    belief.state = belief.report === 'in_force' ? 'available' : 'draft'
  },

  async withdraw_number(world, index) {
    const { belief } = world.at(index)
    const may = belief.state === 'quarantined'
    expect(await decideNumber(world, index, 'withdraw')).toBe(may)
    if (may) belief.state = 'withdrawn'
  },
}

/**
 * The acts themselves, without what they should come to, on a connection that dies before the commit. Whoever looks then
 * must find every piece as it was.
 */
const dying = {
  get db() {
    return dyingDatabase(t.db)
  },
}
const DIE: Partial<Record<Act, (world: World, index: number) => Promise<unknown>>> = {
  async sign(world, index) {
    const { piece } = world.at(index)
    const open = await openOne(piece)
    if (open) await publishInspection({ ...dying, signer }, { ...open, ...piece, actor: 'test' })
  },
  async recall(world, index) {
    const reportId = await currentReport(world.at(index).piece.itemId)
    if (reportId) await recallReport(dying, { reportId, reason: '抽检不符', actor: 'test' })
  },
  async hold(world, index) {
    const { itemId } = world.at(index).piece
    const hold = { itemId, holdId: itemId, until: new Date(Date.now() + HOUR) }
    await dying.db.transaction().execute(trx => holdForSession(trx, hold))
  },
  async take(world, index) {
    const { itemId } = world.at(index).piece
    const hold = { itemId, orderId: randomUUID(), liveHoldId: itemId, minutes: 5 }
    await dying.db.transaction().execute(trx => holdForCheckout(trx, hold))
  },
  async pay(world, index) {
    const { piece, belief } = world.at(index)
    const { buyer } = belief
    if (buyer)
      await dying.db.transaction().execute(trx => confirmSale(trx, { itemId: piece.itemId, ...buyer }))
  },
  async giveBack(world, index) {
    const { piece, belief } = world.at(index)
    const { orderId = '' } = belief.buyer ?? {}
    if (orderId)
      await dying.db.transaction().execute(trx => startReturn(trx, { itemId: piece.itemId, orderId }))
  },
  async cancel(world, index) {
    const { piece, belief } = world.at(index)
    const { orderId = '' } = belief.buyer ?? {}
    if (orderId)
      await dying.db.transaction().execute(trx => offerUnshipped(trx, { itemId: piece.itemId, orderId }))
  },
  release_number: (world, index) => dieDeciding(world, index, 'release'),
  withdraw_number: (world, index) => dieDeciding(world, index, 'withdraw'),
}

async function dieDeciding(world: World, index: number, verdict: 'release' | 'withdraw'): Promise<void> {
  const { itemId } = world.at(index).piece
  await decideQuarantine(dying, { itemId, verdict, reason: '已核对实物', actor: 'test' })
}

async function kill(world: World, { act, index }: Step): Promise<void> {
  try {
    await DIE[act]?.(world, index)
  } catch (error) {
    if (!(error instanceof DomainError) && !isCut(error)) throw error
  }
}

/** Whether an operator's word on whose the number is was taken. */
async function decideNumber(world: World, index: number, verdict: 'release' | 'withdraw'): Promise<boolean> {
  const { itemId } = world.at(index).piece
  try {
    await decideQuarantine(t, { itemId, verdict, reason: '已核对实物', actor: 'test' })
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

/** All an inspector does between taking the piece up and signing; the first save is sent twice, as after a lost answer. */
async function inspect(piece: Piece): Promise<void> {
  const { inspectionId } = await startInspection(t, { ...piece, memberId: randomUUID() })
  expect(await startInspection(t, { ...piece, memberId: randomUUID() })).toEqual({ inspectionId })
  for (const shows of ['front', 'back', 'number'] as const) {
    const sha256 = Buffer.from(`${piece.number}${shows}`.padEnd(32, '0').slice(0, 32)).toString('hex')
    const file = { sha256, kind: 'jpg', bytes: 10, fileName: `${shows}.jpg`, shows } as const
    await t.db.transaction().execute(trx => attachMedia(trx, { ...piece, inspectionId, file }))
  }
  const { version } = await readInspection(inspectionId)
  const save = {
    ...piece,
    inspectionId,
    version,
    saveKey: randomUUID(),
    change: {
      kind: 'streamer',
      inspectorName: '王工',
      identityRead: piece.number,
      measured: FINDINGS,
    } as const,
  }
  const saved = await saveInspection(t, save)
  expect(await saveInspection(t, save)).toEqual(saved)
  expect(saved.assessment).toMatchObject({ gaps: [], grading: { grade: '95' } })
  await expect(saveInspection(t, { ...save, saveKey: randomUUID() })).rejects.toMatchObject({
    code: 'stale_version',
  })
}

async function readInspection(inspectionId: string) {
  return t.db
    .selectFrom('inspection')
    .select('version')
    .where('id', '=', inspectionId)
    .executeTakeFirstOrThrow()
}

async function openOne({ itemId }: Piece): Promise<{ inspectionId: string; version: number } | undefined> {
  return t.db
    .selectFrom('inspection')
    .select(['id as inspectionId', 'version'])
    .where('itemId', '=', itemId)
    .where('state', 'in', ['draft', 'inspecting'])
    .executeTakeFirst()
}

async function currentReport(itemId: string): Promise<string | null> {
  const item = await t.db
    .selectFrom('item')
    .select('reportId')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  return item.reportId
}

/** What the act answers, or undefined when a rule of ours refuses it; anything else is a fault. */
async function attempt<Answer>(act: (trx: Parameters<typeof confirmSale>[0]) => Promise<Answer>) {
  try {
    return await t.db.transaction().execute(act)
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}

/** Invariant 4: published, not run out, and of this very number. */
async function backsSale(itemId: string, reportId: string): Promise<boolean> {
  const { rows } = await sql<{ backs: boolean }>`
    SELECT report.state = 'published' AND report.expires_at > app_now()
      AND report.content->'item'->>'identity' = item.identity AS backs
    FROM report JOIN item ON item.id = report.item_id
    WHERE report.id = ${reportId} AND item.id = ${itemId}
  `.execute(t.db)
  return rows[0]?.backs ?? false
}

async function expectInvariants(world: World): Promise<void> {
  const itemIds = world.pieces.map(({ itemId }) => itemId)
  const { rows: items } = await sql<{
    id: string
    state: string
    generation: number
    identity: string
    reportId: string
  }>`
    SELECT id, state, listing_generation AS generation, identity, report_id FROM item
    WHERE id = ANY(${itemIds}::uuid[]) ORDER BY id
  `.execute(t.db)
  expect(items.map(({ state }) => state)).toEqual(world.beliefs.map(({ state }) => state))
  // 2: a number is on offer once, whoever offers it.
  const offered = items.filter(({ state }) => ['available', 'live_held', 'checkout_held'].includes(state))
  expect(new Set(offered.map(({ identity }) => identity)).size).toBe(offered.length)
  for (const { id, state, generation, reportId } of offered) {
    // 18: what has come back is on offer again on another report than the one it was sold on.
    expect(reportId).not.toBe(world.soldOn.get(`${id}/${generation - 1}`))
    if (state === 'available') expect(await backsSale(id, reportId)).toBe(true)
  }
  const reports = await t.db
    .selectFrom('report')
    .select(['itemId', 'version', 'state', 'content', 'signature'])
    .where('itemId', '=', sql<string>`ANY(${itemIds}::uuid[])`)
    .orderBy('itemId')
    .orderBy('version')
    .execute()
  for (const id of itemIds) {
    const own = reports.filter(({ itemId }) => itemId === id)
    expect(own.map(({ version }) => version)).toEqual(own.map((_, at) => at + 1))
    expect(own.filter(({ state }) => state === 'published').length).toBeLessThanOrEqual(1)
  }
  for (const { content, signature } of reports)
    expect(
      isSignatureOf(hashReport(content as ReportContent), signature ?? Buffer.alloc(64), signer.publicKey),
    ).toBe(true)
}

/** Acts as they follow each other in life, and each alone where it does not belong. */
const PHRASES: Act[][] = [
  ['inspect', 'sign'],
  ['inspect', 'sign', 'hold'],
  ['hold', 'take'],
  ['take', 'pay'],
  ['pay', 'giveBack', 'inspect', 'sign'],
  ['hold', 'take', 'pay', 'giveBack'],
  ['take', 'recall', 'pay'],
  ['hold', 'recall', 'release'],
  ['hold', 'lapse', 'release'],
  ...ACTS.map(act => [act]),
]

const steps: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      phrase: fc.constantFrom(...PHRASES),
      index: fc.constantFrom(0, 1, 1, 2),
      twice: fc.boolean(),
      killed: fc.boolean(),
    }),
    { minLength: 8, maxLength: 18 },
  )
  .map(said => said.flatMap(({ phrase, ...rest }) => phrase.map(act => ({ act, ...rest }))))

async function walk(sequence: Step[], reached: Set<string> = new Set()): Promise<Set<string>> {
  const world = await new World().open()
  for (const step of sequence) {
    const { act, index, twice } = step
    if (step.killed && DIE[act]) {
      await kill(world, step)
      await expectInvariants(world)
    }
    await PLAY[act](world, index)
    await expectInvariants(world)
    for (const { state } of world.beliefs) reached.add(state)
    if (!twice || act === 'inspect') continue
    await PLAY[act](world, index)
    await expectInvariants(world)
  }
  return reached
}

test('no sequence of inspections, revocations, sales, returns, retries and kills offers or sells a piece without its report', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async sequence => {
      await walk(sequence)
    }),
    { numRuns: 20 },
  )
}, 120_000)

test('one walk leads through every state a piece can be in, every act said twice', async () => {
  const way: [Act, number][] = [
    ['inspect', 0],
    ['sign', 0],
    ['inspect', 1],
    ['sign', 1],
    ['withdraw_number', 1],
    ['hold', 0],
    ['take', 0],
    ['pay', 0],
    ['giveBack', 0],
    ['inspect', 0],
    ['sign', 0],
    ['recall', 0],
    ['inspect', 2],
    ['sign', 2],
    ['lapse', 2],
  ]
  const reached = await walk(way.map(([act, index]) => ({ act, index, twice: true, killed: true })))
  expect([...reached].sort()).toEqual(
    [
      'available',
      'checkout_held',
      'draft',
      'live_held',
      'quarantined',
      'returning',
      'sold',
      'withdrawn',
    ].sort(),
  )
})

test('a number that is decided for the second piece leaves the first, whatever stands on it', async () => {
  const way: [Act, number][] = [
    ['inspect', 0],
    ['sign', 0],
    ['inspect', 1],
    ['sign', 1],
    ['hold', 0],
    ['release_number', 1],
    ['release', 0],
    ['release_number', 1],
    ['hold', 1],
    ['take', 1],
    ['pay', 1],
  ]
  await walk(way.map(([act, index]) => ({ act, index, twice: true, killed: true })))
})

test('a piece goes the whole way: signed, sold, returned, inspected again, and sold on its second report', async () => {
  const world = await new World().open()
  const way: Act[] = ['inspect', 'sign', 'hold', 'take', 'pay', 'giveBack', 'hold']
  for (const act of [...way, 'inspect', 'sign', 'hold', 'take', 'pay'] as Act[]) {
    await PLAY[act](world, 2)
    await expectInvariants(world)
  }
  const { rows } = await sql<{ listingGeneration: number }>`
    SELECT listing_generation FROM sale WHERE item_id = ${world.at(2).piece.itemId} ORDER BY 1
  `.execute(t.db)
  expect(rows.map(({ listingGeneration }) => listingGeneration)).toEqual([1, 2])
})
