import {
  buyerStatementInput,
  caseStatementInput,
  CASE_KINDS,
  mismatchInput,
  openDisputeInput,
} from '@haowu/shared/cases.ts'
import { linkToken } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import { appealCase } from '#domain/cases/appeal-case.ts'
import { giveStatement } from '#domain/cases/give-statement.ts'
import { CASE_TURNS, listCases } from '#domain/cases/list-cases.ts'
import { openDispute } from '#domain/cases/open-dispute.ts'
import { findBuyerCase, readBuyerCases } from '#domain/cases/read-buyer-cases.ts'
import { findCase, readCase, sideOf } from '#domain/cases/read-case.ts'
import { reportMismatch } from '#domain/cases/report-mismatch.ts'
import { withdrawCase } from '#domain/cases/withdraw-case.ts'
import { DomainError } from '#domain/domain-error.ts'
import { caseToWire, rowToWire } from './case-wire.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byParty = procedure({ roles: ['supplier', 'streamer'], tenant: 'party' })
const byAnybody = procedure({ roles: 'public', tenant: 'none' })

const oneCase = z.strictObject({ caseId: z.uuid().toLowerCase() })

/** What a party is told about its cases, and what it says in them; a buyer acts by the link of his order. */
export const casesRouter = router({
  reportMismatch: byAnybody.input(mismatchInput).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('buyer_case', input.orderToken)
    return reportMismatch(ctx, input)
  }),

  byLink: byAnybody
    .input(z.strictObject({ orderToken: linkToken }))
    .query(({ ctx, input }) => readBuyerCases(ctx.db, { linkToken: input.orderToken })),

  sayByLink: byAnybody.input(buyerStatementInput).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('buyer_case', input.orderToken)
    const { caseId, ...given } = await buyerStatement(ctx, input)
    await giveStatement(ctx, { caseId, ...given })
    return { caseNo: input.caseNo }
  }),

  appealByLink: byAnybody.input(buyerStatementInput).mutation(async ({ ctx, input }) => {
    await ctx.limiter.spend('buyer_case', input.orderToken)
    const { caseId, ...given } = await buyerStatement(ctx, input)
    await appealCase(ctx, { caseId, ...given })
    return { caseNo: input.caseNo }
  }),

  withdrawByLink: byAnybody
    .input(buyerStatementInput.pick({ orderToken: true, caseNo: true }))
    .mutation(async ({ ctx, input }) => {
      const { caseId } = await findBuyerCase(ctx.db, { linkToken: input.orderToken, caseNo: input.caseNo })
      await withdrawCase(ctx, { caseId, actor: 'buyer' })
      return { caseNo: input.caseNo }
    }),

  list: byParty
    .input(
      z.strictObject({
        turns: z.array(z.enum(CASE_TURNS)).min(1).max(CASE_TURNS.length).optional(),
        kind: z.enum(CASE_KINDS).optional(),
        search: z.string().trim().max(60).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { partyId } = ctx.actor
      const rows = await listCases(ctx.db, { ...input, partyId, oldestFirst: false })
      return toPage(
        rows.map(row => ({ ...rowToWire(row), isMine: row.respondentId !== partyId })),
        input.limit,
      )
    }),

  get: byParty.input(oneCase).query(async ({ ctx, input }) => {
    const { partyId } = ctx.actor
    const found = await findCase(ctx.db, { ...input, partyId })
    return { ...caseToWire(await readCase(ctx.db, found)), side: sideOf(found, partyId) }
  }),

  openDispute: byParty.input(openDisputeInput).mutation(({ ctx, input }) => {
    const { partyId, userId } = ctx.actor
    return openDispute(ctx, { ...input, partyId, actor: `user:${userId}` })
  }),

  say: byParty.input(caseStatementInput).mutation(async ({ ctx, input }) => {
    await giveStatement(ctx, { caseId: input.caseId, ...(await partyStatement(ctx, input)) })
    return { caseId: input.caseId }
  }),

  appeal: byParty.input(caseStatementInput).mutation(async ({ ctx, input }) => {
    await appealCase(ctx, { caseId: input.caseId, ...(await partyStatement(ctx, input)) })
    return { caseId: input.caseId }
  }),

  withdraw: byParty.input(oneCase).mutation(async ({ ctx, input }) => {
    const { partyId, userId } = ctx.actor
    const found = await findCase(ctx.db, { ...input, partyId })
    if (sideOf(found, partyId) !== 'claimant') throw new DomainError('forbidden')
    await withdrawCase(ctx, { ...input, actor: `user:${userId}` })
    return input
  }),
})

type WithDb = Pick<Parameters<typeof giveStatement>[0], 'db'>

async function buyerStatement(ctx: WithDb, input: z.output<typeof buyerStatementInput>) {
  const { caseId, orderId } = await findBuyerCase(ctx.db, {
    linkToken: input.orderToken,
    caseNo: input.caseNo,
  })
  return {
    caseId,
    side: 'claimant' as const,
    givenBy: 'buyer',
    text: input.statement,
    fileKeys: input.photoKeys,
    folder: { of: 'order' as const, id: orderId },
  }
}

async function partyStatement(
  ctx: WithDb & { actor: { partyId: string; userId: string } },
  { caseId, statement, fileKeys }: z.output<typeof caseStatementInput>,
) {
  const { partyId, userId } = ctx.actor
  const found = await findCase(ctx.db, { caseId, partyId })
  return {
    side: sideOf(found, partyId),
    givenBy: `user:${userId}`,
    text: statement,
    fileKeys,
    folder: { of: 'case' as const, id: caseId },
  }
}
