import { z } from 'zod'

type Id<Kind extends string> = string & z.$brand<Kind>

const id = <Kind extends string>() => z.uuid().transform(text => text.toLowerCase() as Id<Kind>)

/** An id never stands in for another kind of id: the compiler keeps them apart. */
export const partyId = id<'PartyId'>()
export const userId = id<'UserId'>()
export const itemId = id<'ItemId'>()
export const reportId = id<'ReportId'>()
export const importId = id<'ImportId'>()
export const planId = id<'PlanId'>()
export const sessionId = id<'SessionId'>()
export const slotId = id<'SlotId'>()
export const holdId = id<'HoldId'>()
export const orderId = id<'OrderId'>()
export const payoutId = id<'PayoutId'>()

export type PartyId = z.output<typeof partyId>
export type UserId = z.output<typeof userId>
export type ItemId = z.output<typeof itemId>
export type ReportId = z.output<typeof reportId>
export type ImportId = z.output<typeof importId>
export type PlanId = z.output<typeof planId>
export type SessionId = z.output<typeof sessionId>
export type SlotId = z.output<typeof slotId>
export type HoldId = z.output<typeof holdId>
export type OrderId = z.output<typeof orderId>
export type PayoutId = z.output<typeof payoutId>
