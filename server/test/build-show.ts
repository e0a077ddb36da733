import { randomUUID } from 'node:crypto'
import { DEMO_SECRET } from '#config.ts'
import { createPlan } from '#domain/commission/create-plan.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { addSlot } from '#domain/picks/add-slot.ts'
import { createSession } from '#domain/picks/create-session.ts'
import { deriveSecrets } from '#secrets.ts'
import { buildItem, buildParty, type ItemWishes } from './build-item.ts'
import type { TestDatabase } from './test-database.ts'

/** A bench has a database too, though it is no test. */
type Connected = Pick<TestDatabase, 'db'>

const HOUR = 3_600_000
/** By these the builders of items sign their reports. */
const BUILDERS = deriveSecrets(DEMO_SECRET)

export interface BuiltShow {
  streamerId: string
  sessionId: string
  roomCode: string
}

/** A supplier with an open plan of 8 %. */
export async function buildSupplier(t: Connected, rateBps = 800): Promise<string> {
  const supplierId = await buildParty(t.db, 'supplier')
  const plan = { kind: 'open', name: '普通', categoryCode: null, serviceRateBps: 0 } as const
  await createPlan(t, { ...plan, rateBps, streamerIds: [], supplierId })
  return supplierId
}

/** A streamer with a deposit and a show that begins now. */
export async function buildShow(
  t: Connected,
  {
    startsIn = 0,
    hours = 2,
    streamerId: given,
  }: { startsIn?: number; hours?: number; streamerId?: string } = {},
): Promise<BuiltShow> {
  const streamerId = given ?? (await buildParty(t.db, 'streamer'))
  if (!given) {
    const payment = { paymentId: randomUUID(), partyId: streamerId, amountFen: 10_000_000n }
    await t.db.transaction().execute(trx => creditDeposit(trx, payment))
  }
  const startsAt = new Date(Date.now() + startsIn * HOUR)
  const endsAt = new Date(startsAt.getTime() + hours * HOUR)
  return { streamerId, ...(await createSession(t, { streamerId, title: '今晚八点', startsAt, endsAt })) }
}

/** Pieces on the run sheet, in this order. */
export async function buildSlots(
  t: Connected,
  show: BuiltShow,
  { count, ...wishes }: { count: number; supplierId: string } & ItemWishes,
): Promise<{ itemId: string; slotId: string; holdId: string }[]> {
  const slots: { itemId: string; slotId: string; holdId: string }[] = []
  for (let n = 0; n < count; n++) {
    const { itemId } = await buildItem(t.db, { priceFen: 100_000n, ...wishes })
    const { slotId, holdId } = await addSlot({ db: t.db, secrets: BUILDERS }, { ...show, itemId })
    slots.push({ itemId, slotId, holdId })
  }
  return slots
}
