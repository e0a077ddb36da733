import { askForPlan } from '@haowu/server/domain/commission/ask-for-plan.ts'
import { changeRate } from '@haowu/server/domain/commission/change-rate.ts'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

/** A plan that one has to ask for, with a streamer who has, and a cut that is announced for tomorrow. */
export async function offerPlans(
  stage: Stage,
  { supplier, rivalSupplier, rivalStreamer }: Cast,
): Promise<void> {
  const { planId } = await createPlan(stage, {
    supplierId: supplier.partyId,
    kind: 'open',
    name: '数码主播申请计划',
    categoryCode: 'phone',
    rateBps: 1_200,
    serviceRateBps: 100,
    streamerIds: [],
    needsApproval: true,
  })
  await askForPlan(stage, {
    streamerId: rivalStreamer.partyId,
    planId,
    note: '专做手机三年，每周五场，场均成交四十单，希望长期合作。',
  })
  const { id } = await stage.db
    .selectFrom('plan')
    .select('id')
    .where('supplierId', '=', rivalSupplier.partyId)
    .where('kind', '=', 'open')
    .executeTakeFirstOrThrow()
  await changeRate(stage, {
    supplierId: rivalSupplier.partyId,
    planId: id,
    rateBps: 500,
    serviceRateBps: 0,
  })
}
