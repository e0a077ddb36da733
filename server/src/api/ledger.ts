import { ACCOUNT_KINDS_OF_CHART, LEDGER_PAGE, ledgerFilter } from '@haowu/shared/ledger.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { z } from 'zod'
import { findParties } from '#domain/parties/find-parties.ts'
import { listLedger, sumLedger } from '#domain/settlement/ledger-rows.ts'
import { explainBalance } from '#domain/settlement/explain-balance.ts'
import { explainPayout } from '#domain/settlement/explain-payout.ts'
import { type PostedEntryView, readEntry } from '#domain/settlement/read-entry.ts'
import { pageFields } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byFinance = procedure({ roles: ['finance'], tenant: 'platform' })
const fields = ledgerFilter.shape

/** Every leg of the ledger as a grid: filtered, page by page, with sums of all that fit, down to the entry behind a row. */
export const ledgerRouter = router({
  list: byFinance
    .input(
      z.strictObject({
        ...fields,
        ...pageFields,
        limit: z.int().min(1).max(LEDGER_PAGE).default(LEDGER_PAGE),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = await listLedger(ctx.db, input)
      return {
        nextCursor,
        rows: rows.map(row => ({
          ...row,
          transactionId: row.transactionId.toString(),
          postedAt: row.postedAt.toISOString(),
          debitFen: row.debitFen === null ? null : toFenText(row.debitFen),
          creditFen: row.creditFen === null ? null : toFenText(row.creditFen),
        })),
      }
    }),

  sums: byFinance.input(z.strictObject(fields)).query(async ({ ctx, input }) => {
    const { debitFen, creditFen, count } = await sumLedger(ctx.db, input)
    return { debitFen: toFenText(debitFen), creditFen: toFenText(creditFen), count }
  }),

  entry: byFinance
    .input(z.strictObject({ transactionId: z.string().regex(/^\d{1,18}$/) }))
    .query(async ({ ctx, input }) => entryToWire(await readEntry(ctx.db, BigInt(input.transactionId)))),

  /** How a balance came about, kind of entry by kind of entry. */
  explainBalance: byFinance
    .input(z.strictObject({ account: z.enum(ACCOUNT_KINDS_OF_CHART), partyId: fields.partyId }))
    .query(async ({ ctx, input }) => {
      const { steps, balanceFen, agrees } = await explainBalance(ctx.db, input)
      return {
        agrees,
        balanceFen: toFenText(balanceFen),
        steps: steps.map(step => ({
          ...step,
          addedFen: toFenText(step.addedFen),
          takenFen: toFenText(step.takenFen),
          levelFen: toFenText(step.levelFen),
        })),
      }
    }),

  /** One payout: what was there, what was withheld by which row of the rule, and every entry with its legs. */
  explainPayout: byFinance
    .input(z.strictObject({ payoutNo: z.string().min(1).max(40) }))
    .query(async ({ ctx, input }) => {
      const { entries, ...payout } = await explainPayout(ctx.db, input)
      return {
        ...payout,
        createdAt: payout.createdAt.toISOString(),
        decidedAt: payout.decidedAt?.toISOString() ?? null,
        amountFen: toFenText(payout.amountFen),
        taxFen: toFenText(payout.taxFen),
        netFen: toFenText(payout.netFen),
        availableBeforeFen: toFenText(payout.availableBeforeFen),
        availableAfterFen: toFenText(payout.availableAfterFen),
        entries: entries.map(entryToWire),
      }
    }),

  /** By words of their name, or the one that a filter names by its id. */
  parties: byFinance
    .input(
      z.strictObject({
        search: z.string().trim().max(60).default(''),
        partyId: z.uuid().toLowerCase().optional(),
      }),
    )
    .query(({ ctx, input }) => findParties(ctx.db, { ...input, limit: 20 })),
})

function entryToWire({ legs, reverses, reversedBy, ...entry }: PostedEntryView) {
  return {
    ...entry,
    transactionId: entry.transactionId.toString(),
    postedAt: entry.postedAt.toISOString(),
    reverses: reverses?.toString() ?? null,
    reversedBy: reversedBy?.toString() ?? null,
    legs: legs.map(leg => ({ ...leg, amountFen: toFenText(leg.amountFen) })),
  }
}
