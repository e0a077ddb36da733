import { bankMapping } from '@haowu/shared/bank-mapping.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { explainBankTable } from '#domain/reconciliation/explain-bank-table.ts'
import { askBankTable, tryBankMapping } from '#domain/reconciliation/preview-bank-mapping.ts'
import type { StatementLineDraft } from '#domain/reconciliation/statement-parser.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const oneFile = z.strictObject({ fileId: z.uuid().toLowerCase() })

function lineToWire({
  lineNo,
  businessDay,
  amountFen,
  balanceFen,
  counterparty,
  description,
  channelNo,
}: StatementLineDraft) {
  return {
    lineNo,
    businessDay,
    counterparty,
    description,
    channelNo,
    amountFen: toFenText(amountFen),
    balanceFen: balanceFen === null ? null : toFenText(balanceFen),
  }
}

/** What the columns of a bank's own table are, asked once per account. */
export const bankMappingsRouter = router({
  ask: byFinance.input(oneFile).query(({ ctx, input }) => askBankTable(ctx, input.fileId)),

  try: byFinance.input(oneFile.extend({ mapping: bankMapping })).query(async ({ ctx, input }) => {
    const { lines, lineCount, totals, refusal } = await tryBankMapping(ctx, input)
    return {
      lines: lines.map(lineToWire),
      lineCount,
      totals: totals && {
        dayFrom: totals.dayFrom,
        dayTo: totals.dayTo,
        inFen: toFenText(totals.inFen),
        outFen: toFenText(totals.outFen),
        openingFen: totals.openingFen === null ? null : toFenText(totals.openingFen),
        closingFen: totals.closingFen === null ? null : toFenText(totals.closingFen),
      },
      refusal,
    }
  }),

  /** Keeps the mapping with its account and loads the file by it. */
  explain: byFinance
    .input(
      oneFile.extend({
        accountNo: z
          .string()
          .trim()
          .regex(/^\d{8,32}$/),
        name: z.string().trim().min(1).max(60),
        mapping: bankMapping,
      }),
    )
    .mutation(({ ctx, input }) => {
      const { userId, memberId } = ctx.actor
      return explainBankTable(ctx, { ...input, actor: `user:${userId}`, loadedBy: `member:${memberId}` })
    }),
})
