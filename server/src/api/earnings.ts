import { toFenText } from '@haowu/shared/money.ts'
import { SHARE_ROLES } from '@haowu/shared/settlement.ts'
import { z } from 'zod'
import { explainShare } from '#domain/settlement/explain-share.ts'
import { readEarnings } from '#domain/settlement/read-earnings.ts'
import { pageInput } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byEarner = procedure({ roles: ['supplier', 'streamer', 'agency'], tenant: 'party' })

export const earningsRouter = router({
  /** The actor's party: what it earned of which order, what is payable now, and when the rest will be. */
  get: byEarner.input(pageInput).query(async ({ ctx, input }) => {
    const { totals, page } = await readEarnings(ctx.db, { ...input, partyId: ctx.actor.partyId })
    return {
      pendingFen: toFenText(totals.pendingFen),
      availableFen: toFenText(totals.availableFen),
      freeFen: toFenText(totals.freeFen),
      reserveFen: toFenText(totals.reserveFen),
      inPayoutFen: toFenText(totals.inPayoutFen),
      paidFen: toFenText(totals.paidFen),
      receivableFen: toFenText(totals.receivableFen),
      nextCursor: page.nextCursor,
      rows: page.rows.map(row => ({
        ...row,
        earnedFen: toFenText(row.earnedFen),
        settledFen: row.settledFen === null ? null : toFenText(row.settledFen),
        clawedFen: toFenText(row.clawedFen),
        madeGoodFen: toFenText(row.madeGoodFen),
        netFen: toFenText(row.netFen),
      })),
    }
  }),

  /** One of its shares down to the rules, the refunds and the legs. */
  share: byEarner
    .input(z.strictObject({ orderNo: z.string().min(1).max(40), role: z.enum(SHARE_ROLES) }))
    .query(async ({ ctx, input }) => {
      const { share, claws, legs, blocks, receivedAt, maturesAt, ...order } = await explainShare(ctx.db, {
        ...input,
        partyId: ctx.actor.partyId,
      })
      return {
        ...order,
        receivedAt: receivedAt?.toISOString() ?? null,
        maturesAt: maturesAt?.toISOString() ?? null,
        blocks: blocks.map(({ cause, openedAt }) => ({ cause, openedAt: openedAt.toISOString() })),
        share: { ...share, earnedFen: toFenText(share.earnedFen), clawedFen: toFenText(share.clawedFen) },
        claws: claws.map(claw => ({
          fault: claw.fault,
          goodsKept: claw.goodsKept,
          requestedAt: claw.requestedAt.toISOString(),
          amountFen: toFenText(claw.amountFen),
          pendingFen: toFenText(claw.pendingFen),
          reserveFen: toFenText(claw.reserveFen),
          availableFen: toFenText(claw.availableFen),
          receivableFen: toFenText(claw.receivableFen),
          compensatedFen: toFenText(claw.compensatedFen),
        })),
        legs: legs.map(leg => ({
          kind: leg.kind,
          seq: leg.seq,
          debit: leg.debit,
          credit: leg.credit,
          transactionId: leg.transactionId.toString(),
          amountFen: toFenText(leg.amountFen),
          postedAt: leg.postedAt.toISOString(),
        })),
      }
    }),
})
