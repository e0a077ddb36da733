import { approveLoan } from '@haowu/server/domain/custody/approve-loan.ts'
import { checkInLoan } from '@haowu/server/domain/custody/check-in-loan.ts'
import { readLoan } from '@haowu/server/domain/custody/read-loan.ts'
import { receiveLoan } from '@haowu/server/domain/custody/receive-loan.ts'
import { requestLoan } from '@haowu/server/domain/custody/request-loan.ts'
import { sendBackLoan } from '@haowu/server/domain/custody/send-back-loan.ts'
import { shipLoan } from '@haowu/server/domain/custody/ship-loan.ts'
import type { Cast, Player } from './cast.ts'
import type { Stage } from './stage.ts'

interface Wish {
  borrower: Player
  sku: string
  days: number
  reason: string
}

interface Lent {
  loanId: string
  lender: Player
  borrower: Player
}

/** Two phones go out as samples two weeks ago. */
export async function lendSamples(stage: Stage, cast: Cast): Promise<Lent[]> {
  const { streamer, rivalStreamer, supplier } = cast
  const wishes: Wish[] = [
    { borrower: streamer, sku: 'CZ-P010', days: 5, reason: '拍摄开机画面和影像样张，用于首场预热短视频' },
    {
      borrower: rivalStreamer,
      sku: 'CZ-P012',
      days: 4,
      reason: '实测续航和充电，直播间要当场回答这两个问题',
    },
  ]
  const lent: Lent[] = []
  for (const [index, wish] of wishes.entries()) {
    const loan = await ship(stage, supplier, { ...wish, trackingNo: `SF10200300${index}1` })
    await receive(stage, loan)
    lent.push(loan)
  }
  return lent
}

/** Both come home; one is checked at once, the other parcel still waits to be opened. */
export async function returnSamples(stage: Stage, [first, second]: Lent[]): Promise<void> {
  if (!first || !second) throw new Error('the story lent too little')
  await sendBack(stage, first, 'JD0020031001')
  await sendBack(stage, second, 'JD0020031002')
  const { loanId, lender } = first
  const openLoanCase = () => Promise.reject(new Error('nothing differs in the story'))
  await checkInLoan(
    { ...stage, openLoanCase },
    { loanId, supplierId: lender.partyId, memberId: lender.memberId, photos: [], outcome: 'matched' },
  )
}

/** What is out now: one phone in the streamer's hands since three days. */
export async function lendForWeekend(stage: Stage, { supplier, streamer }: Cast): Promise<void> {
  const wish = { borrower: streamer, sku: 'CZ-P002', days: 5, reason: '周末专场要对比新旧两代的边框手感' }
  await receive(stage, await ship(stage, supplier, { ...wish, trackingNo: 'SF1020030091' }))
}

/** What is asked for and on its way today. */
export async function lendToday(stage: Stage, cast: Cast): Promise<void> {
  const { rivalSupplier, streamer, rivalStreamer } = cast
  await ask(stage, {
    borrower: rivalStreamer,
    sku: 'CZ-P008',
    days: 3,
    reason: '折叠屏要拍铰链特写，周四晚上开播前寄回',
  })
  const bag = { borrower: streamer, sku: 'HS-B004', days: 3, reason: '名包专场试背，拍搭配图' }
  await ship(stage, rivalSupplier, { ...bag, trackingNo: 'SF1020030119' })
}

async function ask(stage: Stage, { borrower, sku, days, reason }: Wish): Promise<string> {
  const { id: itemId } = await stage.db
    .selectFrom('item')
    .select('id')
    .where('supplierSku', '=', sku)
    .executeTakeFirstOrThrow()
  const { partyId: streamerId, memberId } = borrower
  return (await requestLoan(stage, { streamerId, memberId, itemId, days, reason })).loanId
}

async function ship(stage: Stage, lender: Player, wish: Wish & { trackingNo: string }): Promise<Lent> {
  const loanId = await ask(stage, wish)
  const act = { loanId, supplierId: lender.partyId, memberId: lender.memberId }
  await approveLoan(stage, act)
  await shipLoan(stage, { ...act, carrier: 'sf', trackingNo: wish.trackingNo })
  return { loanId, lender, borrower: wish.borrower }
}

async function receive(stage: Stage, { loanId, borrower }: Lent): Promise<void> {
  const { code: loanCode } = await readLoan(stage.db, { loanId })
  const { partyId: streamerId, memberId } = borrower
  await receiveLoan(stage, { streamerId, memberId, loanCode, photos: [] })
}

async function sendBack(stage: Stage, { loanId, borrower }: Lent, trackingNo: string): Promise<void> {
  const { partyId: streamerId, memberId } = borrower
  await sendBackLoan(stage, { loanId, streamerId, memberId, carrier: 'jd', trackingNo, photos: [] })
}
