import { type Fen, shareOf } from '@haowu/shared/money.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

export interface TaxBase {
  /** Paid out in this year's unbroken run of months before this payout, and what was withheld of it. */
  paidFen: Fen
  withheldFen: Fen
  /** Months of that run, this one counted. */
  months: number
}

export interface Withheld {
  taxFen: Fen
  /** What the tax was reckoned from, in its order; amounts are fen as text. */
  steps: {
    incomeFen: string
    expenseFen: string
    deductionFen: string
    taxableFen: string
    rateBps: number
    quickFen: string
    dueFen: string
    withheldFen: string
  }
}

/**
 * What is withheld of a payout to an individual, by cumulative withholding on labour income: of all that was paid in the run, less
 * expenses, less the monthly amount, the tax of its bracket less what was withheld before; never less than nothing, rounded down.
 * Source: the announcements of 2025 on platforms' withholding, kept as the dated rule `labour_tax`.
 */
export function withholdTax(
  amountFen: Fen,
  { paidFen, withheldFen, months }: TaxBase,
  rule: RuleValue<'labour_tax'>,
): Withheld {
  const incomeFen = paidFen + amountFen
  const expenseFen = shareOf(incomeFen, rule.expenseBps)
  const deductionFen = rule.monthlyFen * BigInt(months)
  const restFen = incomeFen - expenseFen - deductionFen
  const taxableFen = restFen > 0n ? restFen : 0n
  const bracket = rule.brackets.findLast(each => taxableFen > each.aboveFen) ?? rule.brackets[0]
  if (!bracket) throw new Error('a tax without brackets')
  const wholeFen = shareOf(taxableFen, bracket.rateBps) - bracket.quickFen
  const dueFen = wholeFen > 0n ? wholeFen : 0n
  const taxFen = dueFen > withheldFen ? dueFen - withheldFen : 0n
  return {
    taxFen,
    steps: {
      incomeFen: incomeFen.toString(),
      expenseFen: expenseFen.toString(),
      deductionFen: deductionFen.toString(),
      taxableFen: taxableFen.toString(),
      rateBps: bracket.rateBps,
      quickFen: bracket.quickFen.toString(),
      dueFen: dueFen.toString(),
      withheldFen: withheldFen.toString(),
    },
  }
}
