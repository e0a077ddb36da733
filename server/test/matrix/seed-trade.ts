import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** One paid order between the tenant's parties, with its buyer and payment. */
export async function seedTrade(db: Db, ids: Ids, markers: Markers): Promise<Ids> {
  const { itemId = '', supplierId = '', streamerId = '', sessionId = '', holdId = '', reportId = '' } = ids
  const orderId = randomUUID()
  const orderNo = `no-${markers.supplierPrivate}`
  await db
    .insertInto('orders')
    .values({
      id: orderId,
      no: orderNo,
      itemId,
      listingGeneration: 1,
      holdToken: 1n,
      supplierId,
      streamerId,
      sessionId,
      liveHoldId: holdId,
      reportId,
      state: 'paid',
      listFen: BigInt(ids.paidFen ?? ''),
      paidFen: BigInt(ids.paidFen ?? ''),
      terms: '{}',
      linkTokenHash: randomBytes(32),
      idempotencyKey: orderId,
      requestHash: randomBytes(32),
      checkoutUntil: sql`app_now()`,
      paidAt: sql`app_now()`,
    })
    .execute()
  await db
    .insertInto('buyerContact')
    .values({
      orderId,
      sealed: randomBytes(64),
      region: markers.supplierPrivate,
      nameMasked: markers.supplierPrivate,
      phoneMasked: markers.supplierPrivate,
    })
    .execute()
  await db
    .insertInto('rating')
    .values({
      orderId,
      supplierId,
      streamerId,
      goods: 1,
      service: 1,
      logistics: 1,
      words: markers.supplierPrivate,
      shownName: markers.supplierPrivate,
      counts: true,
    })
    .execute()
  for (const [partyId, code] of [
    [supplierId, markers.supplierPrivate],
    [streamerId, markers.streamerPrivate],
  ] as const) {
    await db
      .insertInto('partyScore')
      .values({
        partyId,
        day: sql`business_day(app_now()) - 1`,
        score: 8_000,
        tier: 'B',
        tierBefore: 'B',
        ruleVersion: 1,
        inputs: JSON.stringify([{ code, weight: 10_000, points: 8_000 }]),
      })
      .execute()
  }
  const { id: paymentId } = await db
    .insertInto('payment')
    .values({
      orderId,
      purpose: 'order',
      outTradeNo: randomUUID(),
      amountFen: BigInt(ids.paidFen ?? ''),
      state: 'succeeded',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { orderId, orderNo, paymentId }
}

/** What both parties earned, where they are paid, and a payout that each asked for. */
export async function seedMoney(db: Db, ids: Ids, markers: Markers): Promise<Ids> {
  const { supplierId = '', streamerId = '', orderId = '', makerId = '' } = ids
  const { id: batchId } = await db
    .insertInto('settlementBatch')
    .values({ no: `batch-${markers.supplierPrivate}`, accrualCount: 1, totalFen: 1n })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows: Ids = { batchId }
  for (const [partyId, secret] of [
    [streamerId, markers.streamerPrivate],
    [supplierId, markers.supplierPrivate],
  ] as const) {
    await db
      .insertInto('accrual')
      .values({
        orderId,
        role: partyId === supplierId ? 'supplier' : 'streamer',
        partyId,
        earnedFen: 1n,
        steps: '[]',
      })
      .execute()
    const { id: payeeAccountId } = await db
      .insertInto('payeeAccount')
      .values({
        partyId,
        holderName: secret,
        bankName: secret,
        accountNoLast4: '1234',
        accountNoSealed: randomBytes(32),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { id: payoutId } = await db
      .insertInto('payout')
      .values({
        no: `payout-${secret}`,
        partyId,
        payeeAccountId,
        amountFen: BigInt(ids.payoutFen ?? ''),
        makerId,
        requestHash: randomBytes(32),
        idempotencyKey: randomUUID(),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    Object.assign(rows, {
      payoutId,
      payeeAccountId,
      accountId: payeeAccountId,
      payoutNo: `payout-${secret}`,
    })
  }
  return rows
}
