import type { Fen } from '@haowu/shared/money.ts'
import type { GoneReason } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import { fitForOffer, onOffer } from '#domain/catalog/on-offer.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { stockConfirmedAt } from '#domain/catalog/stock-confirmed.ts'
import { type Estimate, estimateEarnings } from '#domain/commission/estimate-earnings.ts'
import { saysWhatWasSigned } from '#domain/inspection/says-what-was-signed.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { listOwnHolds, type OwnHold } from './list-own-holds.ts'
import { MOST_PICKS } from './shortlist.ts'

interface SeenRow {
  itemId: string
  title: string
  categoryCode: string
  grade: string | null
  priceFen: Fen
  photos: unknown
  note: string
  stockConfirmedAt: Date
  reportCode: string | null
  reportExpiresAt: Date | null
  reportContent: unknown
  reportSignature: Buffer | null
  state: string
  held: boolean
  fit: boolean
  offered: boolean
  pickedAt: Date
}

export interface CartRow
  extends Omit<SeenRow, 'state' | 'held' | 'fit' | 'offered' | 'reportContent' | 'reportSignature'> {
  /** What it would earn now at its price; null without a plan. */
  earns: Estimate | null
  heldByYou: OwnHold | null
  /** Another show or a buyer has it; it may come back. */
  held: boolean
  /** Why it cannot be held any more; null while it can. */
  gone: GoneReason | null
}

/** The whole shortlist as it stands at this moment, newest first; what left stays on it with its reason. */
export async function readCart({ db, secrets }: HoldDeps, streamerId: string): Promise<CartRow[]> {
  const { rows } = await sql<SeenRow>`
    SELECT item.id AS item_id, item.title, item.category_code, item.grade, item.price_fen, item.photos, pick.note,
      ${stockConfirmedAt} AS stock_confirmed_at, report.code AS report_code, report.expires_at AS report_expires_at,
      report.content AS report_content, report.signature AS report_signature,
      item.state, ${heldNow} AS held, coalesce(${fitForOffer}, false) AS fit, coalesce(${onOffer}, false) AS offered,
      pick.created_at AS picked_at
    FROM pick JOIN item ON item.id = pick.item_id LEFT JOIN report ON report.id = item.report_id
    WHERE pick.streamer_id = ${streamerId}
    ORDER BY pick.created_at DESC, item.id LIMIT ${MOST_PICKS}
  `.execute(db)
  const itemIds = rows.map(row => row.itemId)
  const estimates = await estimateEarnings(db, { streamerId, items: rows })
  const own = await listOwnHolds(db, { streamerId, itemIds })
  const { publicKey } = createReportSigner(secrets.reportSigning)
  return rows.map(({ state, held, fit, offered, reportContent: content, reportSignature, ...row }) => {
    const signed = { code: row.reportCode ?? '', content, signature: reportSignature }
    const earns = estimates.get(row.itemId) ?? null
    const heldByYou = own.get(row.itemId) ?? null
    return {
      ...row,
      earns,
      heldByYou,
      held,
      gone: heldByYou
        ? null
        : goneReason({ state, fit: fit && saysWhatWasSigned(signed, publicKey), offered, earns }),
    }
  })
}

function goneReason({
  state,
  fit,
  offered,
  earns,
}: Pick<SeenRow, 'state' | 'fit' | 'offered'> & { earns: Estimate | null }): GoneReason | null {
  switch (state) {
    case 'sold':
    case 'external_sold':
      return 'sold'
    case 'on_loan':
    case 'lost':
      return 'on_loan'
    case 'quarantined':
    case 'returning':
      return 'quarantined'
    case 'available':
    case 'live_held':
    case 'checkout_held':
      if (!fit) return 'report'
      if (!offered) return 'supplier'
      return earns ? null : 'no_plan'
    default:
      return 'withdrawn'
  }
}
