import { promiseShipping } from '@haowu/server/domain/catalog/ship-promise.ts'
import { createPlan } from '@haowu/server/domain/commission/create-plan.ts'
import { applyImport } from '@haowu/server/domain/imports/apply-import.ts'
import { previewImport } from '@haowu/server/domain/imports/preview-import.ts'
import { receiveUpload } from '@haowu/server/domain/imports/receive-upload.ts'
import { requestApply } from '@haowu/server/domain/imports/request-apply.ts'
import type { Cast, Player } from './cast.ts'
import { bagFile, latePhoneFile, phoneFile, twinPhoneFile } from './catalogue.ts'
import { readNow } from './clock.ts'
import { photographStock } from './photos.ts'
import type { Stage } from './stage.ts'

/** Both suppliers upload their stock, as they would in the browser, and offer it to streamers. Says when it was inspected. */
export async function stockUp(stage: Stage, { supplier, rivalSupplier, streamer }: Cast): Promise<string> {
  const inspectedOn = new Date((await readNow(stage.db)).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  await sendStock(stage, { supplier, rivalSupplier }, { inspectedOn, mode: 'delta' })
  for (const each of [supplier, rivalSupplier]) await photographStock(stage, each)
  const plan = { supplierId: supplier.partyId, categoryCode: null }
  await createPlan(stage, {
    ...plan,
    kind: 'open',
    name: '全店普通计划',
    rateBps: 800,
    serviceRateBps: 100,
    streamerIds: [],
  })
  await createPlan(stage, {
    ...plan,
    kind: 'targeted',
    name: '阿宁直播间定向',
    categoryCode: 'phone',
    rateBps: 1_000,
    serviceRateBps: 100,
    streamerIds: [streamer.partyId],
  })
  await createPlan(stage, {
    supplierId: rivalSupplier.partyId,
    categoryCode: 'luxury_bag',
    kind: 'open',
    name: '名包普通计划',
    rateBps: 600,
    serviceRateBps: 0,
    streamerIds: [],
  })
  await promiseShipping(stage, { supplierId: rivalSupplier.partyId, hours: 24 })
  return inspectedOn
}

/** Both go through their shelves and send the same lists as all they have: what is unsold is confirmed to be there. */
export async function confirmStock(stage: Stage, cast: Cast, inspectedOn: string): Promise<void> {
  await sendStock(stage, cast, { inspectedOn, mode: 'full' })
}

/**
 * What operators have to look after: a report that ends within days, and a phone whose number another supplier has on offer
 * already. After the full lists, which would take them off again.
 */
export async function addTroubles(stage: Stage, { supplier, rivalSupplier }: Cast): Promise<void> {
  const today = await readNow(stage.db)
  const daysAgo = (days: number) =>
    new Date(today.getTime() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
  const late = { fileName: '补录-手机.csv', text: latePhoneFile(daysAgo(26)), mode: 'delta' } as const
  await importFile(stage, supplier, late)
  const twin = { fileName: '寄卖-手机.csv', text: twinPhoneFile(daysAgo(2)), mode: 'delta' } as const
  await importFile(stage, rivalSupplier, twin)
  for (const each of [supplier, rivalSupplier]) await photographStock(stage, each)
}

async function sendStock(
  stage: Stage,
  { supplier, rivalSupplier }: Pick<Cast, 'supplier' | 'rivalSupplier'>,
  { inspectedOn, mode }: { inspectedOn: string; mode: 'delta' | 'full' },
): Promise<void> {
  const [phones, bags] = [phoneFile(inspectedOn), bagFile(inspectedOn)]
  await importFile(stage, supplier, { fileName: '十一月到货-手机.csv', text: phones, mode })
  await importFile(stage, rivalSupplier, { fileName: '名包寄卖清单.csv', text: bags, mode })
}

async function importFile(
  stage: Stage,
  { partyId, memberId }: Player,
  { fileName, text, mode }: { fileName: string; text: string; mode: 'delta' | 'full' },
): Promise<void> {
  const body = (async function* () {
    yield Buffer.from(`\ufeff${text}`)
  })()
  const { importId } = await receiveUpload(stage, { supplierId: partyId, memberId, fileName, body, mode })
  await previewImport(stage, importId)
  await requestApply(stage, { supplierId: partyId, importId })
  await applyImport(stage, importId)
  const { state, counts } = await stage.db
    .selectFrom('itemImport')
    .select(['state', 'counts'])
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  if (state !== 'applied') throw new Error(`${fileName} ended as ${state}: ${JSON.stringify(counts)}`)
}
