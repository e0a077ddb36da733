import { openObjection } from '@haowu/server/domain/adjustments/open-objection.ts'
import { saveDraft } from '@haowu/server/domain/adjustments/save-draft.ts'
import { submitAdjustment } from '@haowu/server/domain/adjustments/submit-adjustment.ts'
import { receiveEvidenceFile } from '@haowu/server/domain/cases/receive-evidence-file.ts'
import { available } from '@haowu/server/domain/ledger/accounts.ts'
import { readBalance } from '@haowu/server/domain/ledger/read-balances.ts'
import { readPlatformId } from '@haowu/server/domain/parties/read-platform.ts'
import { requestPayout } from '@haowu/server/domain/settlement/request-payout.ts'
import { createSheet } from '@haowu/server/http/print/pdf-sheet.ts'
import type { Cast } from './cast.ts'
import { readNow } from './clock.ts'
import type { Stage } from './stage.ts'

/** What finance finds on its desk in the morning: a line the streamer objects to, an adjustment of a colleague's, and money asked for. */
export async function fillFinanceDesk(stage: Stage, cast: Cast): Promise<void> {
  await objectToShare(stage, cast)
  await proposeAdjustment(stage, cast)
  await askForPayout(stage, cast)
}

async function objectToShare(stage: Stage, { streamer }: Cast): Promise<void> {
  const { no } = await stage.db
    .selectFrom('accrual')
    .innerJoin('orders', 'orders.id', 'accrual.orderId')
    .select('orders.no')
    .where('accrual.partyId', '=', streamer.partyId)
    .where('accrual.role', '=', 'streamer')
    .where('accrual.clawedFen', '>', 0n)
    .orderBy('orders.paidAt')
    .limit(1)
    .executeTakeFirstOrThrow()
  await openObjection(stage, {
    partyId: streamer.partyId,
    line: { of: 'share', orderNo: no, role: 'streamer' },
    words: '划痕是供货方验机漏写的，我按报告讲解，不应扣我的佣金。',
    userId: streamer.userId,
  })
}

/** A subsidy that was promised in the show; a second person has to agree. */
async function proposeAdjustment(stage: Stage, { secondFinance, streamer }: Cast): Promise<void> {
  const folder = { of: 'adjustment', id: await readPlatformId(stage.db) } as const
  const { key: evidenceKey } = await receiveEvidenceFile(stage, { folder, body: await callNote(stage) })
  const { adjustmentId } = await saveDraft(stage, {
    makerId: secondFinance.userId,
    reason: 'goodwill',
    note: '首场直播因平台卡顿 6 分钟，按活动承诺补贴主播 88 元。',
    evidenceKey,
    lines: [{ pair: 'subsidy_paid', partyId: streamer.partyId, amountFen: 8_800n }],
  })
  await submitAdjustment(stage, { adjustmentId, memberUserId: secondFinance.userId })
}

async function askForPayout(stage: Stage, { streamer }: Cast): Promise<void> {
  const amountFen = await readBalance(stage.db, available(streamer.partyId))
  await requestPayout(stage, {
    partyId: streamer.partyId,
    amountFen: amountFen - (amountFen % 100n),
    makerId: streamer.userId,
    idempotencyKey: 'demo-story-second-payout',
  })
}

async function callNote({ db }: Stage): Promise<AsyncIterable<Uint8Array>> {
  const title = '直播间卡顿处理记录'
  const sheet = createSheet({ mm: [210, 297], marginMm: 20, title, madeAt: await readNow(db) })
  const [x, size] = [sheet.margin, 11]
  const below = sheet.text(title, { x, y: sheet.margin, size: 18, strong: true })
  sheet.text('首场 20:14 至 20:20 推流中断 6 分钟，观众重新进入。值班：周立。承诺补贴主播 88 元。', {
    x,
    y: below + 12,
    size,
  })
  const bytes = await sheet.finish(page => String(page))
  return (async function* () {
    yield bytes
  })()
}
