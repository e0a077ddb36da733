import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DEMO_SECRET } from '#config.ts'
import type { ReportContent } from '#domain/inspection/report.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { createParty } from '#domain/parties/create-party.ts'
import { deriveSecrets } from '#secrets.ts'

/** Rows that a test needs to stand on, written directly. Tests of a use case call the use case instead. */
export async function buildParty(
  db: Db,
  kind: 'supplier' | 'streamer' | 'agency',
  name = `${kind} of a test`,
): Promise<string> {
  return db.transaction().execute(trx => createParty(trx, { kind, name }))
}

export interface BuiltItem {
  itemId: string
  supplierId: string
  reportId: string
}

export interface ItemWishes {
  supplierId?: string
  priceFen?: bigint
  title?: string
  brand?: string
  model?: string
  categoryCode?: string
  identity?: string
  /** How long the report stays in force; negative for one that has run out. */
  reportDays?: number
  reportState?: 'published' | 'revoked'
  /** What the report says otherwise than the plain one of a builder; signed with the rest. */
  reportContent?: object
}

/** An available item with a report in force. */
export async function buildItem(db: Db, wishes: ItemWishes = {}): Promise<BuiltItem> {
  const supplierId = wishes.supplierId ?? (await buildParty(db, 'supplier'))
  const identity = wishes.identity ?? randomBytes(8).toString('hex').toUpperCase()
  const { id: itemId } = await db
    .insertInto('item')
    .values({
      supplierId,
      supplierSku: `SKU-${randomBytes(6).toString('hex')}`,
      categoryCode: wishes.categoryCode ?? 'phone',
      title: wishes.title ?? 'iPhone 15 Pro 256G 原色钛金属',
      brand: wishes.brand ?? 'Apple',
      model: wishes.model ?? 'iPhone 15 Pro',
      identity,
      grade: '95',
      priceFen: wishes.priceFen ?? 499_900n,
      state: 'available',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const reportId = await insertReport(db, { itemId, supplierId, identity }, wishes)
  await db.updateTable('item').set({ reportId }).where('id', '=', itemId).execute()
  return { itemId, supplierId, reportId }
}

async function insertReport(
  db: Db,
  item: { itemId: string; supplierId: string; identity: string },
  wishes: ItemWishes,
): Promise<string> {
  const { reportDays = 30, reportState = 'published' } = wishes
  const { content, contentHash, signature, keyId } = signedContent(item.identity, wishes)
  const report = await db
    .insertInto('report')
    .values({
      code: content.code,
      itemId: item.itemId,
      supplierId: item.supplierId,
      kind: content.kind,
      state: reportState,
      agencyName: content.agency,
      inspectorName: content.inspector,
      inspectedOn: content.inspectedOn,
      templateCode: content.template.code,
      templateVersion: content.template.version,
      content: JSON.stringify(content),
      grade: content.grade,
      gradeReasons: JSON.stringify(content.gradeReasons),
      rubricVersion: content.rubricVersion,
      contentHash,
      signature,
      signingKeyId: keyId,
      publishedAt: sql`app_now()`,
      expiresAt: sql`app_now() + ${reportDays}::int * interval '1 day'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return report.id
}

/** By the key of a product that was given no secret of its own, as the apps of tests and stories are. */
const signer = createReportSigner(deriveSecrets(DEMO_SECRET).reportSigning)

/** A content with the signature of the product, for builders that write many rows at once. */
export function signedContent(identity: string, wishes: ItemWishes = {}) {
  const content = contentOf(identity, wishes)
  return { content, ...signer.signReport(content) }
}

function contentOf(identity: string, wishes: ItemWishes): ReportContent {
  const { reportDays = 30, reportContent = {}, categoryCode = 'phone' } = wishes
  return {
    v: 1,
    code: reportCode(),
    version: 1,
    kind: 'third_party',
    agency: '测试检测',
    inspector: '测试员',
    externalNo: null,
    inspectedOn: dayIn(0),
    expiresOn: dayIn(reportDays),
    item: {
      category: categoryCode,
      brand: wishes.brand ?? 'Apple',
      model: wishes.model ?? 'iPhone 15 Pro',
      title: wishes.title ?? 'iPhone 15 Pro 256G 原色钛金属',
      identity,
    },
    template: { code: categoryCode, version: 1 },
    measured: {},
    defects: '',
    grade: '95',
    gradeReasons: [],
    rubricVersion: 1,
    ...reportContent,
  }
}

/** A business day so many days from now, by this machine's clock. */
function dayIn(days: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
}

function reportCode(): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  return Array.from(randomBytes(12), byte => alphabet[byte % 32]).join('')
}

export interface BuiltRoom {
  streamerId: string
  sessionId: string
  liveHoldId: string
}

/** A session that holds the item on paper. The item's own row is the business of `holdForSession`. */
export async function buildRoom(
  db: Db,
  { itemId }: { itemId: string },
  streamer?: string,
): Promise<BuiltRoom> {
  const streamerId = streamer ?? (await buildParty(db, 'streamer'))
  const { id: sessionId } = await db
    .insertInto('liveSession')
    .values({
      streamerId,
      title: '测试场',
      roomCode: reportCode().slice(0, 8),
      startsAt: sql`app_now()`,
      endsAt: sql`app_now() + interval '2 hours'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: liveHoldId } = await db
    .insertInto('liveHold')
    .values({
      itemId,
      listingGeneration: 1,
      sessionId,
      streamerId,
      supplierId: db.selectFrom('item').select('supplierId').where('id', '=', itemId),
      holdToken: 1n,
      terms: '{}',
      exposureFen: 0n,
      until: sql`app_now() + interval '2 hours'`,
      state: 'released',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { streamerId, sessionId, liveHoldId }
}

/** An order in checkout for a hold that was taken; what a sale row refers to. */
export async function buildOrder(
  db: Db,
  item: BuiltItem,
  room: BuiltRoom,
  hold: { orderId?: string; holdToken: bigint },
): Promise<string> {
  const orderId = hold.orderId ?? randomUUID()
  await db
    .insertInto('orders')
    .values({
      id: orderId,
      no: `T${randomBytes(8).toString('hex')}`,
      itemId: item.itemId,
      listingGeneration: 1,
      holdToken: hold.holdToken,
      supplierId: item.supplierId,
      streamerId: room.streamerId,
      sessionId: room.sessionId,
      liveHoldId: room.liveHoldId,
      reportId: item.reportId,
      state: 'checkout',
      listFen: 499_900n,
      paidFen: 499_900n,
      terms: '{}',
      linkTokenHash: randomBytes(32),
      idempotencyKey: orderId,
      requestHash: randomBytes(32),
      checkoutUntil: sql`app_now() + interval '5 minutes'`,
    })
    .execute()
  return orderId
}
