import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { createDatabase, type Db } from '#db/database.ts'
import { DEMO_SECRET } from '#config.ts'
import { publishReport } from '#domain/inspection/publish-report.ts'
import type { ReportDraft } from '#domain/inspection/report.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { deriveSecrets } from '#secrets.ts'
import { buildPerson, type Person } from '../build-person.ts'
import type { TestDatabase } from '../test-database.ts'
import { crockford } from './crockford.ts'
import { seedAgency } from './seed-agency.ts'
import { seedAfterSale } from './seed-after-sale.ts'
import { seedDeposits } from './seed-deposits.ts'
import { seedCustody } from './seed-custody.ts'
import { seedApplication } from './seed-application.ts'
import { seedCase } from './seed-case.ts'
import { seedDesk } from './seed-desk.ts'
import { seedImport } from './seed-import.ts'
import { seedInspection } from './seed-inspection.ts'
import { seedPlans } from './seed-plans.ts'
import { seedSheet } from './seed-sheet.ts'
import { seedStatements } from './seed-statements.ts'
import { seedMoney, seedTrade } from './seed-trade.ts'
import { seedChannel } from './seed-channel.ts'
import { seedWait } from './seed-wait.ts'

/** Texts and sums that stand in the rows of one tenant and nowhere else. */
export interface Markers {
  /** May be seen by every streamer and buyer: titles of goods, reports. */
  supplierPublic: string
  /** For the supplier alone. */
  supplierPrivate: string
  /** May be seen by every buyer: the title of a show. */
  streamerPublic: string
  /** For the streamer alone. */
  streamerPrivate: string
  /** Sums that occur in this tenant's orders and payouts only. */
  sums: readonly string[]
}

export interface Tenant {
  supplier: Person
  streamer: Person
  agency: Person
  markers: Markers
  /** Ids and numbers of the tenant's rows, by the name of the field that would carry them. */
  rows: Record<string, string>
}

/** A supplier and a streamer who trade with each other, with at least one row in every table that belongs to them. */
export async function seedTenant(t: TestDatabase, name: string): Promise<Tenant> {
  const [paidFen, payoutFen] = [randomInt(10_000_000, 99_999_999), randomInt(10_000_000, 99_999_999)].map(
    String,
  )
  const markers: Markers = {
    supplierPublic: `goods-of-${name}`,
    supplierPrivate: `supplier-secret-of-${name}`,
    streamerPublic: `show-of-${name}`,
    streamerPrivate: `streamer-secret-of-${name}`,
    sums: [String(paidFen), String(payoutFen)],
  }
  const supplier = await buildPerson(t.db, 'supplier', { name: markers.supplierPublic })
  const streamer = await buildPerson(t.db, 'streamer', { name: `streamer of ${name}` })
  const agency = await buildPerson(t.db, 'agency', { name: `agency of ${name}` })
  const db = createDatabase(t.owner)
  const parties = { supplierId: supplier.partyId, streamerId: streamer.partyId, agencyId: agency.partyId }
  const goods = await seedGoods(db, parties, markers)
  const show = await seedShow(db, { ...parties, ...goods }, markers)
  const trade = await seedTrade(db, { ...parties, ...goods, ...show, paidFen: String(paidFen) }, markers)
  const money = await seedMoney(
    db,
    { ...parties, ...trade, ...show, makerId: supplier.memberId, payoutFen: String(payoutFen) },
    markers,
  )
  const plans = await seedPlans(db, { ...parties, ...goods }, markers)
  const custody = await seedCustody(db, { ...parties, ...goods, ...show }, markers)
  const inspection = await seedInspection(db, { ...parties, ...goods }, markers)
  const desk = await seedDesk(db, supplier, markers)
  const dispute = await seedCase(db, { ...parties, ...goods, ...trade }, markers)
  const afterSale = await seedAfterSale(db, { ...parties, ...trade }, markers)
  const bonds = await seedAgency(db, { agency, ids: { ...parties, ...trade } }, markers)
  const application = await seedApplication(db, supplier, markers)
  const deposits = await seedDeposits(db, supplier, markers)
  return {
    supplier,
    streamer,
    agency,
    markers,
    rows: {
      ...(await seedStatements(db, markers)),
      ...inspection,
      ...desk,
      ...dispute,
      ...afterSale,
      ...application,
      ...bonds,
      ...custody,
      ...deposits,
      ...plans,
      ...parties,
      ...goods,
      ...show,
      ...trade,
      ...money,
      partyId: supplier.partyId,
      memberId: supplier.memberId,
    },
  }
}

/** Ids by the name of the field that carries them. */
export type Ids = Record<string, string>

async function seedGoods(db: Db, { supplierId = '', streamerId = '' }: Ids, markers: Markers): Promise<Ids> {
  const importId = await seedImport(db, supplierId, markers)
  const { id: planId } = await db
    .insertInto('plan')
    .values({ supplierId, kind: 'targeted', name: markers.supplierPrivate })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('planRate')
    .values({ planId, version: 1, rateBps: 1234, effectiveFrom: sql`app_now() - interval '1 day'` })
    .execute()
  await db.insertInto('planStreamer').values({ planId, streamerId }).execute()
  const item = await seedItem(db, { supplierId, importId }, markers)
  return { importId, planId, ...item }
}

/** An item on offer, with a report that anybody can verify. */
async function seedItem(db: Db, { supplierId = '', importId = '' }: Ids, markers: Markers): Promise<Ids> {
  const identity = `IMEI:${randomInt(10 ** 14, 2 * 10 ** 14)}`
  const { id: itemId } = await db
    .insertInto('item')
    .values({
      supplierId,
      supplierSku: markers.supplierPrivate,
      categoryCode: 'phone',
      title: markers.supplierPublic,
      identity,
      priceFen: 499_900n,
      importId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const draft: ReportDraft = {
    itemId,
    identity,
    kind: 'third_party',
    agencyName: 'agency',
    inspectorName: 'inspector',
    externalNo: identity,
    inspectedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    measured: {
      cosmetic: 'light',
      function: 'all_pass',
      battery_pct: 91,
      parts: 'original',
      repair: 'none',
      water: 'none',
      locks: 'none',
    },
    defects: markers.supplierPublic,
  }
  const signer = createReportSigner(deriveSecrets(DEMO_SECRET).reportSigning)
  const { reportId, code } = await db.transaction().execute(trx => publishReport(trx, { draft, signer }))
  return { itemId, reportId, code, reportCode: code }
}

async function seedShow(
  db: Db,
  { streamerId = '', supplierId = '', itemId = '' }: Ids,
  markers: Markers,
): Promise<Ids> {
  const roomCode = crockford(8)
  const { id: sessionId } = await db
    .insertInto('liveSession')
    .values({
      streamerId,
      title: markers.streamerPublic,
      roomCode,
      startsAt: sql`app_now() + interval '1 hour'`,
      endsAt: sql`app_now() + interval '3 hours'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: holdId } = await db
    .insertInto('liveHold')
    .values({
      itemId,
      listingGeneration: 1,
      sessionId,
      streamerId,
      supplierId,
      holdToken: 1n,
      terms: JSON.stringify({ planName: markers.streamerPrivate }),
      exposureFen: 0n,
      until: sql`app_now() + interval '4 hours'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: slotId } = await db
    .insertInto('slot')
    .values({ sessionId, itemId, holdId, position: 1, script: markers.streamerPrivate })
    .returning('id')
    .executeTakeFirstOrThrow()
  const sheet = await seedSheet(db, { sessionId, slotId }, markers)
  const waitId = await seedWait(db, { streamerId, itemId }, markers)
  const channel = await seedChannel(db, { streamerId }, markers)
  await db.insertInto('pick').values({ streamerId, itemId, note: markers.streamerPrivate }).execute()
  const { id: searchId } = await db
    .insertInto('savedSearch')
    .values({ streamerId, name: markers.streamerPrivate.slice(0, 40), filters: '{}', sort: 'newest' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return {
    roomCode,
    sessionId,
    holdId,
    liveHoldId: holdId,
    slotId,
    waitId,
    searchId,
    ...sheet,
    ...channel,
  }
}
