import {
  checkInInput,
  claimLostInput,
  foundAgainInput,
  LOAN_VIEWS,
  oneLoan,
  receiveLoanInput,
  refuseLoanInput,
  requestLoanInput,
  scanLoanInput,
  sendBackInput,
  shipLoanInput,
} from '@haowu/shared/custody.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { withdrawIfOpen } from '#domain/cases/withdraw-case.ts'
import { approveLoan } from '#domain/custody/approve-loan.ts'
import { cancelLoan } from '#domain/custody/cancel-loan.ts'
import { checkInLoan } from '#domain/custody/check-in-loan.ts'
import { claimLost } from '#domain/custody/claim-lost.ts'
import { findAgain } from '#domain/custody/find-again.ts'
import { countLoans, listLoans } from '#domain/custody/list-loans.ts'
import { requirePhotos } from '#domain/custody/loan-photo.ts'
import { readLendingTerms } from '#domain/custody/read-lending-terms.ts'
import { asBorrowerSees, findOwnLoan, readLoan } from '#domain/custody/read-loan.ts'
import { receiveLoan } from '#domain/custody/receive-loan.ts'
import { refuseLoan } from '#domain/custody/refuse-loan.ts'
import { requestLoan } from '#domain/custody/request-loan.ts'
import { sendBackLoan } from '#domain/custody/send-back-loan.ts'
import { shipLoan } from '#domain/custody/ship-loan.ts'
import { loanRowToWire, loanToWire } from './loan-to-wire.ts'
import { openLoanCase } from './open-loan-case.ts'
import { pageInput, toPage } from './page.ts'
import { type Actor, procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const bySide = procedure({ roles: ['supplier', 'streamer'], tenant: 'party' })
const byPlatform = procedure({ roles: ['operator'], tenant: 'platform' })

const loanList = z.strictObject({ view: z.enum(LOAN_VIEWS).default('open'), ...pageInput })

/** Which side of a loan the actor is. */
function sideOf({ role, partyId }: Actor): { supplierId: string } | { streamerId: string } {
  return role === 'supplier' ? { supplierId: partyId } : { streamerId: partyId }
}
const asStreamer = ({ partyId, memberId }: Actor) => ({ streamerId: partyId, memberId })
const asSupplier = ({ partyId, memberId }: Actor) => ({ supplierId: partyId, memberId })

/** Sample loans of unique pieces, for both sides and those who watch over them. */
export const loansRouter = router({
  /** What borrowing this piece would mean, before one asks. */
  terms: byStreamer
    .input(z.strictObject({ itemId: z.uuid().toLowerCase() }))
    .query(async ({ ctx, input }) => {
      const terms = await readLendingTerms(ctx.db, { ...input, streamerId: ctx.actor.partyId })
      return { ...terms, exposureFen: toFenText(terms.exposureFen), freeFen: toFenText(terms.freeFen) }
    }),

  request: byStreamer
    .input(requestLoanInput)
    .mutation(({ ctx, input }) => requestLoan(ctx, { ...input, ...asStreamer(ctx.actor) })),

  cancel: bySide
    .input(oneLoan)
    .mutation(({ ctx, input }) =>
      cancelLoan(ctx, { ...input, ...sideOf(ctx.actor), memberId: ctx.actor.memberId }),
    ),

  approve: bySupplier
    .input(oneLoan)
    .mutation(({ ctx, input }) => approveLoan(ctx, { ...input, ...asSupplier(ctx.actor) })),

  refuse: bySupplier
    .input(refuseLoanInput)
    .mutation(({ ctx, input }) => refuseLoan(ctx, { ...input, ...asSupplier(ctx.actor) })),

  ship: bySupplier
    .input(shipLoanInput)
    .mutation(({ ctx, input }) => shipLoan(ctx, { ...input, ...asSupplier(ctx.actor) })),

  /** The streamer has scanned the slip in the parcel. */
  receive: byStreamer.input(receiveLoanInput).mutation(async ({ ctx, input }) => {
    await requirePhotos(ctx, input.photos)
    return receiveLoan(ctx, { ...input, ...asStreamer(ctx.actor) })
  }),

  sendBack: byStreamer.input(sendBackInput).mutation(async ({ ctx, input }) => {
    await requirePhotos(ctx, input.photos)
    return sendBackLoan(ctx, { ...input, ...asStreamer(ctx.actor) })
  }),

  /** Which of the supplier's loans a scanned slip belongs to. */
  scan: bySupplier.input(scanLoanInput).query(async ({ ctx, input }) => ({
    loanId: await findOwnLoan(ctx.db, { ...input, supplierId: ctx.actor.partyId }),
  })),

  checkIn: bySupplier.input(checkInInput).mutation(async ({ ctx, input }) => {
    await requirePhotos(ctx, input.photos)
    return checkInLoan({ db: ctx.db, openLoanCase }, { ...input, ...asSupplier(ctx.actor) })
  }),

  claimLost: bySupplier.input(claimLostInput).mutation(async ({ ctx, input }) => {
    const claimed = await claimLost({ db: ctx.db, openLoanCase }, { ...input, ...asSupplier(ctx.actor) })
    return { ...claimed, heldFen: toFenText(claimed.heldFen) }
  }),

  foundAgain: bySupplier.input(foundAgainInput).mutation(async ({ ctx, input }) => {
    await requirePhotos(ctx, input.photos)
    const deps = { db: ctx.db, withdrawLoanCase: withdrawIfOpen }
    const found = await findAgain(deps, { ...input, ...asSupplier(ctx.actor) })
    return { ...found, returnedFen: toFenText(found.returnedFen) }
  }),

  list: bySide.input(loanList).query(async ({ ctx, input }) => {
    const rows = await listLoans(ctx.db, { ...input, ...sideOf(ctx.actor) })
    return toPage(rows.map(loanRowToWire), input.limit)
  }),

  counts: bySide.query(({ ctx }) => countLoans(ctx.db, sideOf(ctx.actor))),

  get: bySide.input(oneLoan).query(async ({ ctx, input }) => {
    const loan = await readLoan(ctx.db, { ...input, ...sideOf(ctx.actor) })
    return loanToWire<string | null>(ctx.actor.role === 'supplier' ? loan : asBorrowerSees(loan))
  }),

  /** Everybody's, for the platform's own people. */
  listAll: byPlatform.input(loanList).query(async ({ ctx, input }) => {
    return toPage((await listLoans(ctx.db, input)).map(loanRowToWire), input.limit)
  }),

  countAll: byPlatform.query(({ ctx }) => countLoans(ctx.db, {})),

  getAny: byPlatform
    .input(oneLoan)
    .query(async ({ ctx, input }) => loanToWire(asBorrowerSees(await readLoan(ctx.db, input)))),
})
