import { DEPOSIT_STANDINGS, payInDepositInput, statementMonth } from '@haowu/shared/deposits.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import type { DepositDue, FloatingBand } from '#domain/deposits/deposit-due.ts'
import { listDeposits } from '#domain/deposits/list-deposits.ts'
import { payInDeposit } from '#domain/deposits/pay-in-deposit.ts'
import { readDeposit, readDepositor } from '#domain/deposits/read-deposit.ts'
import { readExit } from '#domain/deposits/read-exit.ts'
import { readStatement } from '#domain/deposits/read-statement.ts'
import { cancelExit, requestExit, retryExit } from '#domain/deposits/request-exit.ts'
import type { Actor } from './trpc.ts'
import { pageFields } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byDepositor = procedure({ roles: ['supplier', 'streamer'], tenant: 'party' })
const byPlatform = procedure({ roles: ['operator', 'finance'], tenant: 'platform' })

const MOST_LINES = 500
const monthInput = z.strictObject({ month: statementMonth })
const ofParty = { partyId: z.uuid().toLowerCase() }

export const depositsRouter = router({
  get: byDepositor.query(({ ctx }) => depositOf(ctx.db, ctx.actor.partyId)),
  exit: byDepositor.query(({ ctx }) => exitOf(ctx.db, ctx.actor.partyId)),
  statement: byDepositor
    .input(monthInput)
    .query(({ ctx, input }) => statementOf(ctx.db, { ...input, partyId: ctx.actor.partyId })),

  payIn: byDepositor.input(payInDepositInput).mutation(({ ctx, input }) =>
    payInDeposit(ctx, {
      ...input,
      partyId: ctx.actor.partyId,
      returnUrl: `${ctx.config.publicUrl}/deposit`,
    }),
  ),

  requestExit: byDepositor.mutation(({ ctx }) => requestExit(ctx, inNameOf(ctx.actor))),
  cancelExit: byDepositor.mutation(async ({ ctx }) => {
    await cancelExit(ctx, inNameOf(ctx.actor))
    return {}
  }),
  /** After the bank refused: once more, to the account that is verified now. */
  retryExit: byDepositor.mutation(async ({ ctx }) => {
    await retryExit(ctx, inNameOf(ctx.actor))
    return {}
  }),

  listAll: byPlatform
    .input(
      z.strictObject({
        standing: z.enum(DEPOSIT_STANDINGS).optional(),
        kind: z.enum(['supplier', 'streamer']).optional(),
        text: z.string().trim().max(60).optional(),
        ...pageFields,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = await listDeposits(ctx.db, input)
      return {
        rows: rows.map(row => ({
          ...row,
          balanceFen: toFenText(row.balanceFen),
          heldFen: toFenText(row.heldFen),
          freeFen: toFenText(row.freeFen),
          shortFen: toFenText(row.shortFen),
          due: dueToWire(row.due),
        })),
        nextCursor,
      }
    }),

  /** The same page of one party, as the platform sees it. */
  read: byPlatform.input(z.strictObject(ofParty)).query(async ({ ctx, input: { partyId } }) => {
    const deposit = await depositOf(ctx.db, partyId)
    const party = await readDepositor(ctx.db, partyId)
    return { ...deposit, party, leaving: await exitOf(ctx.db, partyId) }
  }),
  statementOf: byPlatform
    .input(z.strictObject({ ...ofParty, month: statementMonth }))
    .query(({ ctx, input }) => statementOf(ctx.db, input)),
})

function inNameOf({ partyId, userId }: Actor) {
  return { partyId, actor: `user:${userId}` }
}

async function depositOf(db: Db, partyId: string) {
  const { balanceFen, heldFen, freeFen, shortFen, due, holds, captures, topUp } = await readDeposit(db, {
    partyId,
  })
  return {
    balanceFen: toFenText(balanceFen),
    heldFen: toFenText(heldFen),
    freeFen: toFenText(freeFen),
    shortFen: toFenText(shortFen),
    due: dueToWire(due),
    holds: holds.map(hold => ({ ...hold, amountFen: toFenText(hold.amountFen) })),
    topUp,
    captures: captures.map(capture => ({
      ...capture,
      capturedFen: toFenText(capture.capturedFen),
      askedFen: toFenText(capture.askedFen),
    })),
  }
}

async function exitOf(db: Db, partyId: string) {
  const { exit, blockers, dueAt, days, ruleVersion } = await readExit(db, partyId)
  return {
    blockers,
    days,
    /** When the money would go back if it were asked for now. */
    wouldBeAt: dueAt,
    ruleVersion,
    exit: exit && {
      ...exit,
      amountFen: exit.amountFen === null ? null : toFenText(exit.amountFen),
    },
  }
}

async function statementOf(db: Db, asked: { partyId: string; month: string }) {
  const statement = await readStatement(db, { ...asked, limit: MOST_LINES })
  return {
    ...statement,
    openingFen: toFenText(statement.openingFen),
    openingHeldFen: toFenText(statement.openingHeldFen),
    closingFen: toFenText(statement.closingFen),
    closingHeldFen: toFenText(statement.closingHeldFen),
    lines: statement.lines.map(line => ({
      ...line,
      freeFen: line.freeFen.toString(),
      heldFen: line.heldFen.toString(),
      balanceFen: toFenText(line.balanceFen),
    })),
  }
}

function dueToWire({ dueFen, greatestFen, decidedBy, base, floating, exposure, factor }: DepositDue) {
  return {
    dueFen: toFenText(dueFen),
    greatestFen: toFenText(greatestFen),
    decidedBy,
    base: { ...base, amountFen: toFenText(base.amountFen) },
    floating: {
      ...floating,
      amountFen: toFenText(floating.amountFen),
      salesFen: toFenText(floating.salesFen),
      band: bandToWire(floating.band),
    },
    exposure: {
      ...exposure,
      amountFen: toFenText(exposure.amountFen),
      liveHeldFen: toFenText(exposure.liveHeldFen),
      onLoanFen: toFenText(exposure.onLoanFen),
    },
    factor,
  }
}

function bandToWire(band: FloatingBand) {
  switch (band.kind) {
    case 'flat':
      return band
    case 'step': {
      const { kind, belowFen, addFen, nextFen } = band
      return {
        kind,
        belowFen: toFenText(belowFen),
        addFen: toFenText(addFen),
        nextFen: toFenText(nextFen),
      }
    }
    case 'share': {
      const { kind, rateBps, fromFen, leastFen, capFen } = band
      return {
        kind,
        rateBps,
        fromFen: toFenText(fromFen),
        leastFen: toFenText(leastFen),
        capFen: toFenText(capFen),
      }
    }
  }
}
