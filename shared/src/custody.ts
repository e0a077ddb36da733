import { z } from 'zod'
import { fenText } from './money.ts'
import { CARRIERS } from './orders.ts'
import { blockText, lineText } from './text.ts'

/** Where a piece is; a piece that nobody moved yet is with its supplier. */
export const CUSTODY_PLACES = ['at_supplier', 'at_inspector', 'in_transit', 'with_streamer', 'lost'] as const
export type CustodyPlace = (typeof CUSTODY_PLACES)[number]

/** Where a sample loan stands; `domain/custody/loan.ts` says which moves exist. */
export const LOAN_STATES = [
  'requested',
  'refused',
  'cancelled',
  'expired',
  'approved',
  'shipped',
  'received',
  'sent_back',
  'returned',
  'lost',
] as const
export type LoanState = (typeof LOAN_STATES)[number]

/** States in which the piece is lent: off sale, with the borrower's deposit behind it. */
export const LENT_STATES = ['approved', 'shipped', 'received', 'sent_back'] as const satisfies LoanState[]
/** States in which somebody still has to do something. */
export const OPEN_LOAN_STATES = ['requested', ...LENT_STATES] as const satisfies LoanState[]

/** How a piece came home. `unchecked`: the supplier let the days for checking pass. */
export const RETURN_OUTCOMES = ['matched', 'differs', 'unchecked'] as const
export type ReturnOutcome = (typeof RETURN_OUTCOMES)[number]

export const LOAN_VIEWS = ['open', 'overdue', 'ended'] as const
export type LoanView = (typeof LOAN_VIEWS)[number]

const id = z.uuid().toLowerCase()
const words = (most: number) => blockText(most).pipe(z.string().trim().min(1))
const parcel = {
  carrier: z.enum(CARRIERS),
  trackingNo: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z-]{6,40}$/),
}

/** Photos of a piece as it arrived or left: named by the SHA-256 of their bytes. */
export const loanPhotos = z.array(z.string().regex(/^[0-9a-f]{64}\.(jpg|png|webp)$/)).max(9)

/** As printed, typed or scanned: capitals or not, with hyphens or without; letters that no code has are read as digits. */
export const loanCode = z
  .string()
  .transform(text =>
    text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1'),
  )
  .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{10}$/))

export const oneLoan = z.strictObject({ loanId: id })
export const requestLoanInput = z.strictObject({
  itemId: id,
  /** The show it is wanted for, if there is one yet. */
  sessionId: id.optional(),
  days: z.int().min(1).max(60),
  reason: words(500),
})
export const refuseLoanInput = oneLoan.extend({ reason: words(500) })
export const shipLoanInput = oneLoan.extend(parcel)
export const receiveLoanInput = z.strictObject({ loanCode, photos: loanPhotos })
export const sendBackInput = oneLoan.extend({ ...parcel, photos: loanPhotos })
export const checkInInput = z.discriminatedUnion('outcome', [
  oneLoan.extend({ outcome: z.literal('matched'), photos: loanPhotos }),
  oneLoan.extend({
    outcome: z.literal('differs'),
    photos: loanPhotos,
    /** What is not as the report says; it becomes the first statement of the case. */
    statement: words(2_000),
    claimedFen: fenText.transform(BigInt),
  }),
])
export const scanLoanInput = z.strictObject({ loanCode })
export const foundAgainInput = oneLoan.extend({ photos: loanPhotos, note: lineText(200) })
export const claimLostInput = oneLoan.extend({ statement: words(2_000) })
export const moveCustodyInput = z.strictObject({
  itemId: id,
  to: z.enum(['at_inspector', 'at_supplier']),
  note: lineText(200).optional(),
})
