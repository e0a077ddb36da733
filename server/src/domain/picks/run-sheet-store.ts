import type { Fen } from '@haowu/shared/money.ts'
import type { SessionPlace, SessionState } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { judgedEnough } from '#domain/catalog/report-in-force.ts'
import { stockConfirmedAt } from '#domain/catalog/stock-confirmed.ts'
import { saysWhatWasSigned } from '#domain/inspection/says-what-was-signed.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import type { HoldDeps } from './hold-for-show.ts'
import type { HoldState } from './session.ts'

export interface SessionSeen {
  sessionId: string
  title: string
  roomCode: string
  startsAt: Date
  endsAt: Date
  state: SessionState
  version: number
  streamerName: string
  place: SessionPlace
  channel: string
  startedAt: Date | null
  currentSlotId: string | null
  onAirAt: Date | null
}

export async function findSession(
  db: Db,
  which: { sessionId: string; streamerId: string } | { roomCode: string },
): Promise<SessionSeen | undefined> {
  const query = db
    .selectFrom('liveSession')
    .innerJoin('party', 'party.id', 'liveSession.streamerId')
    .select(['liveSession.id as sessionId', 'title', 'roomCode', 'startsAt', 'endsAt', 'version'])
    .select(['party.name as streamerName', 'channel', 'startedAt', 'currentSlotId', 'onAirAt'])
    .select(eb => eb.ref('liveSession.place').$castTo<SessionPlace>().as('place'))
    .select(eb => eb.ref('liveSession.state').$castTo<SessionState>().as('state'))
  return 'roomCode' in which
    ? query.where('roomCode', '=', which.roomCode).executeTakeFirst()
    : query
        .where('liveSession.id', '=', which.sessionId)
        .where('streamerId', '=', which.streamerId)
        .executeTakeFirst()
}

export interface SheetRow {
  slotId: string
  position: number
  minutes: number
  script: string
  minutesVersion: number
  scriptVersion: number
  placeVersion: number
  shownSeconds: number
  firstOnAirAt: Date | null
  itemId: string
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  grade: string | null
  photos: unknown
  /** What it is sold for here. */
  priceFen: Fen
  listFen: Fen
  itemState: string
  /** As of when somebody last said that it is there. */
  stockConfirmedAt: Date
  supplierName: string
  holdId: string
  holdState: HoldState
  until: Date
  terms: unknown
  exposureFen: Fen
  /** The item's own row still stands with this hold: it is neither gone nor taken over. */
  heldHere: boolean
  beingPaid: boolean
  /** When the buyer who is paying must be done. */
  payingUntil: Date | null
  reportCode: string
  reportKind: 'streamer' | 'third_party'
  reportExpiresAt: Date
  reportInForce: boolean
  reportExpiresBeforeEnd: boolean
  reportContent: unknown
  /** It says what was signed; one that does not was changed where it lies, and nothing it says is told. */
  reportGenuine: boolean
  holdEndsBeforeEnd: boolean
  /** The supplier may not have its goods held or listed now. */
  supplierRestricted: boolean
}

/** The run sheet of one session in its order; its length is bounded by the rule's limit. */
export async function selectSheet({ db, secrets }: HoldDeps, sessionId: string): Promise<SheetRow[]> {
  const { publicKey } = createReportSigner(secrets.reportSigning)
  const { rows } = await sql<Omit<SheetRow, 'reportGenuine'> & { reportSignature: Buffer | null }>`
    SELECT slot.id AS slot_id, slot.position, slot.minutes, slot.script,
      slot.minutes_version, slot.script_version, slot.place_version, slot.shown_seconds, slot.first_on_air_at,
      item.id AS item_id, item.title, item.brand, item.model, item.category_code, item.grade, item.photos,
      coalesce(slot.price_fen, item.price_fen) AS price_fen, item.price_fen AS list_fen,
      item.state AS item_state,
      ${stockConfirmedAt} AS stock_confirmed_at, supplier.name AS supplier_name,
      live_hold.id AS hold_id, live_hold.state AS hold_state, live_hold.until, live_hold.terms, live_hold.exposure_fen,
      live_hold.state = 'active' AND live_hold.until > app_now() AND item.live_hold_id = live_hold.id
        AND item.state IN ('live_held', 'checkout_held') AS held_here,
      item.state = 'checkout_held' AND item.live_hold_id IS NOT DISTINCT FROM live_hold.id
        AND item.checkout_until > app_now() AS being_paid,
      CASE WHEN item.live_hold_id IS NOT DISTINCT FROM live_hold.id AND item.checkout_until > app_now()
        THEN item.checkout_until END AS paying_until,
      report.code AS report_code, report.kind AS report_kind, report.expires_at AS report_expires_at,
      report.state = 'published' AND report.expires_at > app_now() AND ${judgedEnough} AS report_in_force,
      report.expires_at < live_session.ends_at AS report_expires_before_end, report.content AS report_content,
      report.signature AS report_signature,
      live_hold.until < live_session.ends_at AS hold_ends_before_end,
      EXISTS (SELECT FROM party_restriction WHERE party_id = item.supplier_id AND kind IN ('no_holds', 'no_listing')
        AND lifted_at IS NULL) AS supplier_restricted
    FROM slot
    JOIN live_session ON live_session.id = slot.session_id
    JOIN live_hold ON live_hold.id = slot.hold_id
    JOIN item ON item.id = slot.item_id
    JOIN party AS supplier ON supplier.id = item.supplier_id
    JOIN report ON report.id = item.report_id
    WHERE slot.session_id = ${sessionId}
    ORDER BY slot.position
  `.execute(db)
  return rows.map(({ reportSignature: signature, ...row }) => {
    const { reportCode: code, reportContent: content } = row
    return { ...row, reportGenuine: saysWhatWasSigned({ code, content, signature }, publicKey) }
  })
}

/** The clock, and whether the streamer's deposit keeps him from new holds. */
export async function readStanding(
  db: Db,
  streamerId: string,
): Promise<{ now: Date; depositShort: boolean }> {
  const { rows } = await sql<{ now: Date; depositShort: boolean }>`
    SELECT app_now() AS now, EXISTS (SELECT FROM deposit_top_up
      WHERE party_id = ${streamerId} AND state = 'open') AS deposit_short
  `.execute(db)
  const [found] = rows
  if (!found) throw new Error('the clock gave no answer')
  return found
}
