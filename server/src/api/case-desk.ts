import {
  appealDecisionInput,
  CASE_KINDS,
  CASE_OUTCOMES,
  decisionInput,
  openViolationInput,
} from '@haowu/shared/cases.ts'
import { fenText, toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { checkDecision } from '#domain/cases/confirm-decision.ts'
import { decideAppeal } from '#domain/cases/decide-appeal.ts'
import { decideCase } from '#domain/cases/decide-case.ts'
import { CASE_TURNS, countTurns, listCases } from '#domain/cases/list-cases.ts'
import { openViolation } from '#domain/cases/open-violation.ts'
import { previewDecision } from '#domain/cases/preview-decision.ts'
import { readActorNames } from '#domain/cases/read-actor-names.ts'
import { findCase, readCase } from '#domain/cases/read-case.ts'
import { readHints } from '#domain/cases/read-hints.ts'
import { requestEvidence } from '#domain/cases/request-evidence.ts'
import { withdrawCase } from '#domain/cases/withdraw-case.ts'
import { caseToWire, decisionToWire, previewToWire, rowToWire } from './case-wire.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })
const oneCase = z.strictObject({ caseId: z.uuid().toLowerCase() })
const actorOf = ({ userId }: { userId: string }) => `user:${userId}`

/** The operators' desk: the queue of cases, what to know before deciding, and the acts. */
export const caseDeskRouter = router({
  queue: byOperator
    .input(
      z.strictObject({
        turns: z.array(z.enum(CASE_TURNS)).min(1).max(CASE_TURNS.length).optional(),
        kind: z.enum(CASE_KINDS).optional(),
        clauseCode: z.string().max(40).optional(),
        search: z.string().trim().max(60).optional(),
        oldestFirst: z.boolean().default(true),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) =>
      toPage((await listCases(ctx.db, { ...input, partyId: null })).map(rowToWire), input.limit),
    ),

  counts: byOperator.query(({ ctx }) => countTurns(ctx.db)),

  get: byOperator.input(oneCase).query(async ({ ctx, input }) => {
    const found = await readCase(ctx.db, await findCase(ctx.db, { ...input, partyId: null }))
    const actors = [
      ...found.decisions.flatMap(({ maker, checker }) => [maker, checker ?? '']),
      ...found.events.map(e => e.actor),
    ]
    const [names, hints] = await Promise.all([
      readActorNames(ctx.db, actors),
      readHints(ctx.db, { clauseCode: found.clauseCode, exceptCaseId: found.id }),
    ])
    const nameOf = (actor: string) => names.get(actor) ?? actor
    const me = actorOf(ctx.actor)
    return {
      ...caseToWire(found),
      // On the desk everything is seen, with who did it.
      decisions: found.decisions.map(decision => ({
        ...decisionToWire(decision),
        makerName: nameOf(decision.maker),
        checkerName: decision.checker === null ? null : nameOf(decision.checker),
        isMine: decision.maker === me,
      })),
      events: found.events.map(({ actor, facts, ...event }) => ({
        ...event,
        actorName: nameOf(actor),
        facts: facts as Record<string, string | number | boolean | null>,
      })),
      tookPartInFirstRound: [found.decidedBy, found.confirmedBy].includes(me),
      hints: hints.map(hint => ({
        ...hint,
        amountFen: toFenText(hint.amountFen),
        baseFen: toFenText(hint.baseFen),
      })),
    }
  }),

  open: byOperator.input(openViolationInput).mutation(({ ctx, input }) =>
    openViolation(ctx, {
      ...input,
      eventAt: input.eventAt === undefined ? undefined : new Date(input.eventAt),
      actor: actorOf(ctx.actor),
    }),
  ),

  requestEvidence: byOperator.input(oneCase).mutation(async ({ ctx, input }) => {
    await requestEvidence(ctx, { ...input, actor: actorOf(ctx.actor) })
    return input
  }),

  preview: byOperator
    .input(
      oneCase.extend({
        outcome: z.enum(CASE_OUTCOMES),
        amountFen: fenText.transform(BigInt).optional(),
        refundOrder: z.boolean(),
      }),
    )
    .query(async ({ ctx, input }) =>
      previewToWire(
        await previewDecision(ctx.db, await findCase(ctx.db, { ...input, partyId: null }), input),
      ),
    ),

  decide: byOperator
    .input(decisionInput)
    .mutation(({ ctx, input }) => decideCase(ctx, { ...input, actor: actorOf(ctx.actor) })),

  check: byOperator
    .input(oneCase.extend({ verdict: z.enum(['confirm', 'send_back']) }))
    .mutation(async ({ ctx, input }) => {
      await checkDecision(ctx, { ...input, actor: actorOf(ctx.actor) })
      return { caseId: input.caseId }
    }),

  decideAppeal: byOperator
    .input(
      appealDecisionInput.extend({
        amountFen: fenText.transform(BigInt).optional(),
        refundOrder: z.boolean().default(false),
      }),
    )
    .mutation(({ ctx, input }) => decideAppeal(ctx, { ...input, actor: actorOf(ctx.actor) })),

  /** What the platform itself alleged; a dispute is taken back by who brought it. */
  withdraw: byOperator.input(oneCase).mutation(async ({ ctx, input }) => {
    await withdrawCase(ctx, { ...input, actor: actorOf(ctx.actor) })
    return input
  }),
})
