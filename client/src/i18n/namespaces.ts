import type adjustment from './zh-CN/adjustment.json'
import type afterSale from './zh-CN/after-sale.json'
import type apiKey from './zh-CN/api-key.json'
import type bank from './zh-CN/bank.json'
import type buyerCase from './zh-CN/buyer-case.json'
import type oneCase from './zh-CN/case.json'
import type channel from './zh-CN/channel.json'
import type commissions from './zh-CN/commissions.json'
import type common from './zh-CN/common.json'
import type deposits from './zh-CN/deposits.json'
import type earnings from './zh-CN/earnings.json'
import type error from './zh-CN/error.json'
import type feed from './zh-CN/feed.json'
import type finance from './zh-CN/finance.json'
import type importing from './zh-CN/import.json'
import type inspection from './zh-CN/inspection.json'
import type inventory from './zh-CN/inventory.json'
import type ledger from './zh-CN/ledger.json'
import type notice from './zh-CN/notice.json'
import type loan from './zh-CN/loan.json'
import type objection from './zh-CN/objection.json'
import type onboarding from './zh-CN/onboarding.json'
import type operator from './zh-CN/operator.json'
import type order from './zh-CN/order.json'
import type parcel from './zh-CN/parcel.json'
import type payoutBatch from './zh-CN/payout-batch.json'
import type picks from './zh-CN/picks.json'
import type plaza from './zh-CN/plaza.json'
import type report from './zh-CN/report.json'
import type reportDesk from './zh-CN/report-desk.json'
import type rating from './zh-CN/rating.json'
import type reconcile from './zh-CN/reconcile.json'
import type refusal from './zh-CN/refusal.json'
import type review from './zh-CN/review.json'
import type room from './zh-CN/room.json'
import type rule from './zh-CN/rule.json'
import type scores from './zh-CN/scores.json'
import type shell from './zh-CN/shell.json'
import type shipping from './zh-CN/shipping.json'
import type signUp from './zh-CN/signUp.json'
import type signIn from './zh-CN/signIn.json'
import type state from './zh-CN/state.json'
import type statement from './zh-CN/statement.json'
import type waiting from './zh-CN/waiting.json'
import type whatIf from './zh-CN/what-if.json'
import type work from './zh-CN/work.json'

/** One namespace per feature, one file per namespace and language; a new file is added here and in both folders. */
export interface Namespaces {
  adjustment: typeof adjustment
  'after-sale': typeof afterSale
  bank: typeof bank
  'buyer-case': typeof buyerCase
  case: typeof oneCase
  channel: typeof channel
  commissions: typeof commissions
  common: typeof common
  'api-key': typeof apiKey
  deposits: typeof deposits
  earnings: typeof earnings
  error: typeof error
  feed: typeof feed
  finance: typeof finance
  import: typeof importing
  inspection: typeof inspection
  inventory: typeof inventory
  ledger: typeof ledger
  notice: typeof notice
  loan: typeof loan
  objection: typeof objection
  onboarding: typeof onboarding
  operator: typeof operator
  shell: typeof shell
  shipping: typeof shipping
  signIn: typeof signIn
  signUp: typeof signUp
  state: typeof state
  statement: typeof statement
  order: typeof order
  parcel: typeof parcel
  report: typeof report
  'report-desk': typeof reportDesk
  reconcile: typeof reconcile
  refusal: typeof refusal
  review: typeof review
  room: typeof room
  rating: typeof rating
  rule: typeof rule
  scores: typeof scores
  plaza: typeof plaza
  'payout-batch': typeof payoutBatch
  picks: typeof picks
  waiting: typeof waiting
  'what-if': typeof whatIf
  work: typeof work
}
