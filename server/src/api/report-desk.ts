import { CATEGORY_CODES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import {
  difference,
  QUARANTINE_CAUSES,
  REINSPECTION_STATES,
  REPORT_DESK_STATES,
} from '@haowu/shared/inspection.ts'
import { z } from 'zod'
import { decideReinspection } from '#domain/inspection/decide-reinspection.ts'
import { listReinspections } from '#domain/inspection/list-reinspections.ts'
import { listReports } from '#domain/inspection/list-reports.ts'
import {
  listQuarantined,
  type PieceOfNumber,
  type QuarantineRow,
} from '#domain/inspection/list-quarantined.ts'
import { previewRecall } from '#domain/orders/preview-recall.ts'
import { recallReport, releaseRecalled } from '#domain/orders/recall-report.ts'
import { decideQuarantine } from '#domain/picks/decide-quarantine.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })
const id = z.uuid().toLowerCase()
const reason = z.string().trim().min(4).max(200)

/** The operators' check of reports: all there are, those to be withdrawn, and those drawn for a second look. */
export const reportDeskRouter = router({
  list: byOperator
    .input(
      z.strictObject({
        reportId: id.optional(),
        state: z.enum(REPORT_DESK_STATES).optional(),
        kind: z.enum(REPORT_KINDS).optional(),
        category: z.enum(CATEGORY_CODES).optional(),
        inspectionAgencyId: id.optional(),
        text: z.string().trim().min(1).max(80).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = toPage(await listReports(ctx.db, input), input.limit)
      return { rows: rows.map(row => ({ ...row, expiresAt: row.expiresAt.toISOString() })), nextCursor }
    }),

  /** What revoking would take off and block at this moment. */
  previewRevoke: byOperator.input(z.strictObject({ reportId: id })).query(async ({ ctx, input }) => {
    const { holds, orders, ...found } = await previewRecall(ctx.db, input.reportId)
    return {
      ...found,
      holds: holds.map(hold => ({ ...hold, startsAt: hold.startsAt.toISOString() })),
      orders: orders.map(order => ({ ...order, paidFen: order.paidFen.toString() })),
    }
  }),

  /** Takes the item off, ends holds, blocks what was sold on it, tells those it concerns. */
  revoke: byOperator
    .input(z.strictObject({ reportId: id, reason }))
    .mutation(({ ctx, input }) => recallReport(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),

  releaseOrders: byOperator
    .input(z.strictObject({ reportId: id, reason }))
    .mutation(({ ctx, input }) => releaseRecalled(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),

  reinspections: byOperator
    .input(
      z.strictObject({
        reinspectionId: id.optional(),
        state: z.enum(REINSPECTION_STATES).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = toPage(await listReinspections(ctx.db, input), input.limit)
      return {
        rows: rows.map(row => ({ ...row, decidedAt: row.decidedAt?.toISOString() ?? null })),
        nextCursor,
      }
    }),

  decide: byOperator
    .input(
      z.strictObject({
        reinspectionId: id,
        outcome: z.enum(['match', 'differs', 'impossible']),
        differences: z.array(difference).max(40),
        note: z.string().trim().max(500),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { memberId, userId } = ctx.actor
      await decideReinspection(ctx, { ...input, memberId, actor: `user:${userId}` })
      return { decided: true }
    }),

  quarantined: byOperator
    .input(
      z.strictObject({ itemId: id.optional(), cause: z.enum(QUARANTINE_CAUSES).optional(), ...pageInput }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = toPage(await listQuarantined(ctx.db, input), input.limit)
      return { rows: rows.map(quarantineToWire), nextCursor }
    }),

  decideQuarantine: byOperator
    .input(z.strictObject({ itemId: id, verdict: z.enum(['release', 'withdraw']), reason }))
    .mutation(({ ctx, input }) => decideQuarantine(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),
})

const pieceToWire = (piece: PieceOfNumber) => ({
  ...piece,
  priceFen: piece.priceFen.toString(),
  since: piece.since.toISOString(),
})

function quarantineToWire({ piece, clash, ...row }: QuarantineRow) {
  return {
    ...row,
    quarantinedAt: row.quarantinedAt.toISOString(),
    piece: pieceToWire(piece),
    clash: clash && pieceToWire(clash),
  }
}
