import { fenText } from '@haowu/shared/money.ts'
import { DOCUMENT_KINDS } from '@haowu/shared/onboarding.ts'
import { z } from 'zod'
import {
  afterSaleDays,
  afterSaleWindow,
  clawbackWindow,
  faultBearing,
  labourTax,
  payeeCooling,
  payoutSchedule,
  rollingReserve,
} from './money-rules.ts'
import { caseLimits, ruleNotice } from './case-rules.ts'
import { gradingRubric } from './grading-rubric.ts'
import { holdDiscipline, waitingLine } from './hold-rules.ts'
import { MATCH_RULES } from './match-rules.ts'
import { ratingLimits, scoreKeep, scoreTiers, scoreWeights } from './score-rules.ts'

const bps = z.int().min(0).max(10_000)
/** Amounts stand in a rule as decimal text, because JSON numbers are floats. */
const fen = fenText.transform(BigInt)
const rate = z.strictObject({ rateBps: bps })
/** A share of something, never nothing of it. */
const share = z.int().min(1).max(10_000)
const count = z.int().min(0).max(100_000)
const loanDays = z.int().min(1).max(60)
const days = z.strictObject({ days: z.int().min(0).max(3650) })

/** Every number the business may change, by code. A value that does not fit its schema can be neither stored nor read. */
export const RULES = {
  rule_notice: ruleNotice,
  labour_tax: labourTax,
  /** From this amount on, two others must agree to an entry that somebody makes by hand; below it, one. */
  adjustment_approval: z.strictObject({ twoFromFen: fen }),
  payee_cooling: payeeCooling,
  payout_schedule: payoutSchedule,
  ...MATCH_RULES,
  after_sale_window: afterSaleWindow,
  after_sale_days: afterSaleDays,
  clawback_window: clawbackWindow,
  fault_bearing: faultBearing,
  rolling_reserve: rollingReserve,
  /** Days from the notice of a debt until the deposit stands in for it. */
  receivable_notice: days,
  /** Of the commission base; the platform's income. */
  platform_fee: rate,
  /** Of the commission; taken from the streamer before the agency's part. */
  tech_fee: rate,
  /** Of the commission after tech fee; scope: the agency's party id. */
  agency_rate: rate,
  /** Days from receipt until a share may be settled; scope: the supplier's tier. */
  settlement_delay: days,
  /** Days after shipping and delivery until receipt is taken as confirmed. */
  auto_confirm: days,
  /** Scope: a supplier's category, or `streamer`. */
  deposit_base: z.strictObject({ amountFen: fen }),
  /** By sales of the last 30 days: the first step that holds adds its amount; beyond the last, a rate up to a cap. Scope: kind of party. */
  deposit_floating: z.strictObject({
    steps: z.array(z.strictObject({ belowFen: fen, addFen: fen })).max(20),
    aboveRateBps: bps,
    capFen: fen,
  }),
  /** Days from the notice that a deposit is short until each step is taken. Scope: kind of party. */
  deposit_ladder: z
    .strictObject({
      noHoldsDays: z.int().min(1).max(365),
      noListingDays: z.int().min(1).max(365),
      payoutsFrozenDays: z.int().min(1).max(365),
    })
    .refine(
      ladder =>
        ladder.noHoldsDays <= ladder.noListingDays && ladder.noListingDays <= ladder.payoutsFrozenDays,
      { error: 'a later step comes before an earlier one' },
    ),
  /** Days an exit waits: from the request, and after the last sale for returns and for what may prove false. */
  deposit_exit: z.strictObject({
    waitDays: z.int().min(0).max(365),
    noFaultDays: z.int().min(0).max(365),
    fraudDays: z.int().min(0).max(730),
  }),
  /** Part of the price of each held item that must be covered by the streamer's deposit. */
  hold_exposure: rate,
  /** What a streamer may borrow, and the part of each price that his deposit stands for; scope: his tier. */
  sample_loan: z.strictObject({
    mostDays: z.int().min(1).max(60),
    mostAtOnce: z.int().min(0).max(100),
    exposureBps: bps,
  }),
  /** How long each step of a loan may take, in days. */
  loan_days: z.strictObject({
    answer: loanDays,
    ship: loanDays,
    transit: loanDays,
    /** Before the last day, the borrower is reminded. */
    remindBefore: z.int().min(0).max(60),
    /** After the last day, the supplier may say that the piece is lost. */
    lostAfter: loanDays,
    /** For a piece that was sent back; then it counts as returned unchecked. */
    check: loanDays,
  }),
  checkout_hold: z.strictObject({
    minutes: z.int().min(1).max(60),
    longMinutes: z.int().min(1).max(60),
    longFromFen: fen,
  }),
  /**
   * What a piece whose source gives no answer before it is sold is worth: sold when it was confirmed within so many minutes.
   * A source that has confirmed nothing for so many days is believed only when it answers.
   */
  stock_check: z.strictObject({
    freshMinutes: z.int().min(0).max(1440),
    deadDays: z.int().min(1).max(30),
  }),
  live_hold_window: z.strictObject({
    beforeHours: z.int().min(0).max(168),
    afterMinutes: z.int().min(0).max(1440),
    limit: z.int().min(1).max(1000),
  }),
  /** Who may wait for a piece that another show holds, and how much of his show must be left when it is his turn. */
  waiting_line: waitingLine,
  /** Until how long before a show its holds may be taken back by the supplier. */
  hold_revoke: z.strictObject({ beforeHours: z.int().min(0).max(168) }),
  hold_discipline: holdDiscipline,
  /** Scope: the item's category. */
  report_validity: days,
  /** Photos without which a report made on screen is not signed; scope: the item's category. */
  report_photos: z.strictObject({ least: z.int().min(0).max(30) }),
  /** Days before its end that a report's supplier is told. */
  report_warning: days,
  /** Part of a day's reports whose pieces are inspected again by the platform. */
  reinspection_rate: z.strictObject({ rateBps: bps, mostPerSupplier: z.int().min(1).max(1000) }),
  grading_rubric: gradingRubric,
  third_party_required: z.strictObject({ categories: z.array(z.string().min(1)).max(50), fromFen: fen }),
  /** Scope: the kind of plan, or `service`. */
  rate_bounds: z
    .strictObject({ minBps: bps, maxBps: bps })
    .refine(bounds => bounds.minBps <= bounds.maxBps, { error: 'minBps exceeds maxBps' }),
  /**
   * Imports that must be seen twice: more than so many items and more than such a share of what is live (missing, with
   * moved prices, sold out); a middle price ratio outside its bounds; moved prices a hundred times what they were; a full
   * file with fewer rows than this share of the last one; pieces on offer at other suppliers among the first looked at.
   */
  import_brake: z.strictObject({
    missingItems: count,
    missingShareBps: share,
    movedItems: count,
    movedShareBps: share,
    ratioItems: count,
    ratioLowBps: share,
    ratioHighBps: z.int().min(10_000).max(1_000_000),
    fenShareBps: share,
    soldOutItems: count,
    soldOutShareBps: share,
    fileShareBps: share,
    foreignShareBps: share,
    foreignLookedAt: z.int().min(1).max(10_000),
  }),
  /** How soon an application is reviewed, how long its answers and its appeal may take, how long one reviewer keeps it. */
  onboarding_times: z.strictObject({
    reviewHours: z.int().min(1).max(720),
    answerDays: z.int().min(1).max(90),
    appealDays: z.int().min(1).max(90),
    claimMinutes: z.int().min(1).max(240),
    /** Days after a new contract takes effect until nothing may be listed without having accepted it. */
    contractGraceDays: z.int().min(0).max(90),
  }),
  /** What a supplier shows before it may sell in a category; scope: the category. */
  category_admission: z.strictObject({
    documents: z.array(z.enum(DOCUMENT_KINDS)).max(DOCUMENT_KINDS.length),
    minInspectors: z.int().min(0).max(100),
  }),
  /** What a streamer sells of what he holds, before much is known of him: so many holds, of which such a part was sold. */
  plaza_ranking: z.strictObject({
    days: z.int().min(1).max(365),
    priorHolds: z.int().min(1).max(1000),
    priorSoldBps: share,
  }),
  /** Commission, service and platform fee together may not exceed this part of the base. */
  commission_cap: z.strictObject({ maxBps: bps }),
  /** The part of a payment that the rail lets go to others than its payee. */
  rail_split_cap: z.strictObject({ maxBps: bps }),
  /** How far above a supply price a piece may be sold: where a plan says nothing, and at most. */
  supply_price: z
    .strictObject({ markupBps: bps, hardMarkupBps: bps })
    .refine(({ markupBps, hardMarkupBps }) => markupBps <= hardMarkupBps, { error: 'beyond the hard cap' }),
  /** Days in which a request for a plan, or a leader's offer, may be answered. */
  plan_requests: z.strictObject({ answerDays: z.int().min(1).max(60) }),
  /** Of how many days orders and sales count as conditions of a plan. */
  plan_history: z.strictObject({ days: z.int().min(1).max(365) }),
  /** Of how many other suppliers rates must be known before one is suggested. */
  rate_suggestion: z.strictObject({ leastSuppliers: z.int().min(3).max(100) }),
  /** From this amount on, a second person confirms what one has decided in a case. */
  case_second_person_from: z.strictObject({ amountFen: fen }),
  case_limits: caseLimits,
  /** Days from receipt in which a dispute may be brought; scope: the clause. */
  case_window: days,
  /** How long what was found against a party counts as a repetition. */
  case_repeat_window: days,
  /** Days after a decision was carried out in which it may still be appealed, when it was not before. */
  case_review_window: days,
  /** Until how long after a piece was paid for as lost it may be found, and what the supplier keeps of what he got. */
  loan_found: z.strictObject({ days: z.int().min(1).max(3650), keepBps: bps }),
  /** Hours from payment until the supplier is to take the order on; scope: the tier frozen on the order. */
  accept_deadline: z.strictObject({ hours: z.int().min(1).max(168) }),
  /** Hours a supplier has to answer a buyer who wants to cancel; silence counts as yes. */
  cancel_deadline: z.strictObject({ hours: z.int().min(1).max(168) }),
  /** Hours from payment until the parcel is to be handed over. */
  ship_deadline: z.strictObject({ hours: z.int().min(1).max(720) }),
  /** How a score comes about; scope: who is scored. */
  score_weights: scoreWeights,
  score_tiers: scoreTiers,
  rating_limits: ratingLimits,
  score_keep: scoreKeep,
  /** Days in which a streamer may accept, and how many invitations an agency may have open. */
  agency_invitation: z.strictObject({ days: z.int().min(1).max(90), mostOpen: z.int().min(1).max(1_000) }),
  /** What the deposit due is multiplied by, from a half up to three times; scope: the party's tier. */
  deposit_tier_factor: z.strictObject({ factorBps: z.int().min(5_000).max(30_000) }),
} as const

export type RuleCode = keyof typeof RULES
export type RuleValue<Code extends RuleCode> = z.output<(typeof RULES)[Code]>
/** A value as it is stored and sent: amounts as text. */
export type RuleValueInput<Code extends RuleCode> = z.input<(typeof RULES)[Code]>

/** One dated version of a rule. Versions are never changed, only followed by the next. */
export interface Rule<Code extends RuleCode> {
  id: string
  code: Code
  scope: string
  version: number
  value: RuleValue<Code>
}

export const RULE_CODES = Object.keys(RULES) as RuleCode[]
/** The scope that counts where no narrower one has a rule. */
export const EVERYWHERE = '*'
export const IMPORTANCES = ['ordinary', 'important'] as const
export type Importance = (typeof IMPORTANCES)[number]

export function parseRuleValue<Code extends RuleCode>(code: Code, value: unknown): RuleValue<Code> {
  return RULES[code].parse(value) as RuleValue<Code>
}
