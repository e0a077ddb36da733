import { useTranslation } from 'react-i18next'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

type Look = readonly [Tone, Shape]

const GOOD: Look = ['success', 'live']
const DONE: Look = ['neutral', 'live']
const BUSY: Look = ['info', 'waiting']
const DUE: Look = ['warning', 'attention']
const BAD: Look = ['danger', 'refused']
const OVER: Look = ['neutral', 'off']

/** How each state of each thing looks, everywhere: list, page, room. Words are in the namespace `state`. */
const LOOKS = {
  item: {
    draft: OVER,
    available: GOOD,
    live_held: BUSY,
    checkout_held: BUSY,
    sold: DONE,
    withdrawn: OVER,
    external_sold: OVER,
    quarantined: BAD,
    on_loan: BUSY,
    returning: BUSY,
    lost: BAD,
  },
  afterSale: {
    requested: DUE,
    offered: DUE,
    refused: BAD,
    returning: BUSY,
    in_return: BUSY,
    inspecting: DUE,
    disputed: DUE,
    refunding: BUSY,
    refunded: DONE,
    closed: OVER,
  },
  order: {
    checkout: BUSY,
    paid: DUE,
    shipped: BUSY,
    received: GOOD,
    completed: DONE,
    closed: OVER,
    refunding: DUE,
    refunded: BAD,
  },
  import: {
    uploaded: BUSY,
    previewing: BUSY,
    asking: DUE,
    previewed: DUE,
    applying: BUSY,
    applied: GOOD,
    undoing: BUSY,
    undone: OVER,
    failed: BAD,
    cancelled: OVER,
  },
  payout: {
    requested: DUE,
    approved: BUSY,
    rejected: BAD,
    sent: BUSY,
    unknown: DUE,
    confirmed: GOOD,
    failed: BAD,
    returned: BAD,
  },
  plan: { active: GOOD, paused: DUE, ended: OVER },
  planRequest: { asked: DUE, approved: GOOD, refused: BAD, withdrawn: OVER, expired: OVER },
  leaderOffer: { proposed: DUE, accepted: GOOD, declined: BAD, withdrawn: OVER, expired: OVER },
  session: { planned: BUSY, live: GOOD, ended: DONE, cancelled: OVER },
  party: { pending: BUSY, active: GOOD, restricted: DUE, suspended: BAD, closed: OVER },
  report: {
    draft: OVER,
    published: GOOD,
    superseded: OVER,
    revoked: BAD,
    missing: DUE,
    expired: BAD,
    third_party_needed: DUE,
  },
  loan: {
    requested: DUE,
    refused: BAD,
    cancelled: OVER,
    expired: OVER,
    approved: BUSY,
    shipped: BUSY,
    received: GOOD,
    sent_back: BUSY,
    returned: DONE,
    lost: BAD,
  },
  case: {
    open: DUE,
    evidence_requested: BUSY,
    decided: BUSY,
    appealed: DUE,
    upheld: BUSY,
    overturned: BUSY,
    executed: DONE,
    closed: OVER,
    withdrawn: OVER,
  },
  objection: { open: DUE, answered: DONE, withdrawn: OVER },
  adjustment: { draft: OVER, waiting: DUE, posted: GOOD, refused: BAD, reversed: DONE, discarded: OVER },
  accrual: { pending: BUSY, settled: GOOD, reversed: BAD },
} as const satisfies Record<string, Record<string, Look>>

export type Stated = keyof typeof LOOKS

/** A state the screen does not know yet is shown as the server calls it. */
export function StateTag({ of, state }: { of: Stated; state: string }) {
  const { t } = useTranslation('state')
  const looks: Record<string, Look> = LOOKS[of]
  const [tone, shape] = looks[state] ?? OVER
  return (
    <StatusTag tone={tone} shape={shape}>
      {looks[state] ? t(`${of}.${state}` as 'item.draft') : state}
    </StatusTag>
  )
}
