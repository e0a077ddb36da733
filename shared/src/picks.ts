import { z } from 'zod'
import { fenText } from './money.ts'
import { MOST_BEFORE } from './sheet-edits.ts'
import { blockText, lineText } from './text.ts'

/** `planned` and `live` are open: items may be held for the session. */
export const SESSION_STATES = ['planned', 'live', 'ended', 'cancelled'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Where an item of a run sheet stands: held for this room, a buyer is paying, sold here, or no longer held here. */
export const SLOT_STANDINGS = ['held', 'being_paid', 'sold', 'gone'] as const
export type SlotStanding = (typeof SLOT_STANDINGS)[number]

/** The same for a viewer; what is gone is not shown. */
export const ROOM_STANDINGS = ['on_sale', 'being_paid', 'sold'] as const
export type RoomStanding = (typeof ROOM_STANDINGS)[number]

/** Where a show runs: in our own room, or on a platform whose words and rules count too. */
export const SESSION_PLACES = ['own_room', 'kuaishou', 'douyin', 'taobao', 'wechat', 'other'] as const
export type SessionPlace = (typeof SESSION_PLACES)[number]

/** What threatens a slot, computed anew each time: the piece left, or what the sale rests on ends before the show does. */
export const SLOT_CONFLICTS = [
  'gone',
  'report_forged',
  'report_lapsed',
  'report_expires',
  'hold_ends',
  'supplier_restricted',
] as const
export type SlotConflict = (typeof SLOT_CONFLICTS)[number]

/** Why a piece on the shortlist cannot be held now. */
export const GONE_REASONS = [
  'sold',
  'withdrawn',
  'on_loan',
  'quarantined',
  'report',
  'supplier',
  'no_plan',
] as const
export type GoneReason = (typeof GONE_REASONS)[number]

const id = z.uuid().toLowerCase()
const instant = z.iso.datetime({ offset: true }).transform(text => new Date(text))

/** As printed or typed: capitals or not. */
export const roomCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)

const showFields = {
  title: lineText(60),
  startsAt: instant,
  endsAt: instant,
  place: z.enum(SESSION_PLACES).default('own_room'),
  channel: z.string().trim().max(60).pipe(blockText(60)).default(''),
}
export const createSessionInput = z.strictObject(showFields)
export const updateSessionInput = z.strictObject({ sessionId: id, ...showFields })
export const copySessionInput = z.strictObject({ sessionId: id, startsAt: instant })
export const showTimesInput = z.strictObject({ startsAt: instant, endsAt: instant, except: id.optional() })
export const oneSession = z.strictObject({ sessionId: id })
export const addSlotInput = z.strictObject({ sessionId: id, itemId: id })
export const oneSlot = z.strictObject({ slotId: id })
const MINUTES = z.int().min(1).max(120)
const script = blockText(2_000)
const about = { editId: id, slotId: id, base: z.int().min(1) }
const sheetEdit = z.discriminatedUnion('field', [
  z.strictObject({ ...about, field: z.literal('minutes'), value: MINUTES }),
  z.strictObject({ ...about, field: z.literal('script'), value: script }),
  z.strictObject({ ...about, field: z.literal('place'), value: z.array(id).max(MOST_BEFORE) }),
])
export const editSheetInput = z.strictObject({ sessionId: id, edits: z.array(sheetEdit).min(1).max(200) })
export const resolveEditInput = z.strictObject({
  sessionId: id,
  editId: id,
  keep: z.enum(['mine', 'theirs']),
})
/** Null means the list price again. */
export const slotPriceInput = z.strictObject({ slotId: id, priceFen: fenText.transform(BigInt).nullable() })
export const putOnAirInput = z.strictObject({ sessionId: id, slotId: id.nullable() })
export const replaceSlotInput = z.strictObject({ slotId: id, itemId: id })
export const shareSheetInput = z.strictObject({
  sessionId: id,
  name: lineText(40),
  days: z.int().min(1).max(30),
  withEarnings: z.boolean().default(false),
})
export const oneShare = z.strictObject({ sessionId: id, shareId: id })
export const shareToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const pickNoteInput = z.strictObject({
  itemId: id,
  note: z.string().trim().max(200).pipe(blockText(200)),
})
export const picksToSheetInput = z.strictObject({ sessionId: id, itemIds: z.array(id).min(1).max(50) })
export const onePick = z.strictObject({ itemId: id })
