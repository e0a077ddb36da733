import { parseConfig } from '@haowu/server/config.ts'
import type { Db } from '@haowu/server/db/database.ts'
import { recomputeDues } from '@haowu/server/domain/deposits/recompute-dues.ts'
import { proveLedger } from '@haowu/server/domain/ledger/prove-ledger.ts'
import { nameOurAccounts } from '@haowu/server/gateways/rail-simulator/name-our-accounts.ts'
import { scoreDue } from '@haowu/server/domain/scores/score-due.ts'
import { StartRefused } from '../stop-with-sentence.ts'
import { askForMoney } from './after-sales.ts'
import { enterAgencies } from './agencies.ts'
import { takeInNewcomers } from './applications.ts'
import { announceRule, carryOut, dispute, overstate } from './cases.ts'
import { openCast } from './cast.ts'
import { connectErp } from './feed.ts'
import { fillFinanceDesk } from './finance-desk.ts'
import { moveClockTo, rewindClock } from './clock.ts'
import { lendForWeekend, lendSamples, lendToday, returnSamples } from './loans.ts'
import { payAt, payOut } from './money.ts'
import { offerPlans } from './offers.ts'
import { sellElsewhere } from './other-rooms.ts'
import { planTonight, playShow } from './shows.ts'
import { setStage } from './stage.ts'
import { drawSecondLooks } from './second-looks.ts'
import { addTroubles, confirmStock, stockUp } from './stock.ts'

const STORY_DAYS = 14
const PLAYED = 'demo story played'

/**
 * Plays two weeks of trade through the use cases, once: stock with reports, deposits, a show that was sold, shipped, settled
 * and paid out, a second one on its way, and tonight's run sheet. It ends at the present, with the ledger proved.
 */
export async function playDemoStory(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = parseConfig(environment)
  await using stage = setStage(config)
  const { db } = stage
  if (await wasPlayed(db)) return
  await rewindClock(db, STORY_DAYS)
  await nameOurAccounts(db)
  const cast = await openCast(db)
  await enterAgencies(stage, cast)
  const inspectedOn = await stockUp(stage, cast)
  await payAt(stage, cast)
  const samples = await lendSamples(stage, cast)
  await playShow(stage, cast, {
    title: '常州质检中心专场：手机与名包',
    skus: ['CZ-P003', 'CZ-P004', 'CZ-P009', 'HS-B002', 'CZ-P013'],
    sold: 4,
    received: 4,
  })
  await moveClockTo(db, { daysAgo: 11 })
  await returnSamples(stage, samples)
  await overstate(stage, cast)
  await moveClockTo(db, { daysAgo: 3 })
  await carryOut(stage)
  await payOut(stage, cast)
  await playShow(stage, cast, {
    title: '周末捡漏夜：旗舰机返场',
    skus: ['CZ-P011', 'CZ-P015', 'CZ-P016', 'HS-B005'],
    sold: 3,
    received: 1,
  })
  await lendForWeekend(stage, cast)
  await moveClockTo(db, { daysAgo: 0 })
  await confirmStock(stage, cast, inspectedOn)
  await addTroubles(stage, cast)
  await drawSecondLooks(stage, cast)
  await takeInNewcomers(stage, cast)
  await connectErp(stage, cast)
  await dispute(stage, cast)
  await askForMoney(stage, cast)
  await sellElsewhere(stage, cast)
  await fillFinanceDesk(stage, cast)
  await announceRule(stage, cast)
  await planTonight(stage, cast)
  await offerPlans(stage, cast)
  await lendToday(stage, cast)
  await scoreDue(stage)
  await recomputeDues(stage)
  const { disagreement } = await proveLedger(db)
  if (disagreement)
    throw new Error(`the story left a ledger that cannot be proved: ${JSON.stringify(disagreement)}`)
  await db.insertInto('inbox').values({ key: PLAYED }).execute()
}

async function wasPlayed(db: Db): Promise<boolean> {
  const played = await db.selectFrom('inbox').select('key').where('key', '=', PLAYED).executeTakeFirst()
  if (played) return true
  const trader = await db.selectFrom('party').select('id').where('kind', '<>', 'platform').executeTakeFirst()
  if (!trader) return false
  throw new StartRefused(
    'The demo story was interrupted and stands half told: `npm start -- --reset` begins anew, `DEMO=false npm start` keeps the data without it.',
  )
}
