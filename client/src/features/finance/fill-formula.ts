import { formatRate, formatYuan } from '@haowu/shared/money.ts'

export type FormulaStep = { formula: string; inputs: Record<string, string | number> }

/** The formula with its numbers in place: `base × rate` → `¥4,900.00 × 8%`. Amounts come as fen text, rates as basis points. */
export function fillFormula({ formula, inputs }: FormulaStep): string {
  return formula.replace(/[A-Za-z]+/g, name => {
    const value = inputs[name]
    if (value === undefined) return name
    return typeof value === 'number' ? formatRate(value) : `¥${formatYuan(BigInt(value))}`
  })
}

/** The formula in the reader's words, by looking up each name. */
export function wordFormula(formula: string, wordOf: (name: string) => string): string {
  return formula.replace(/[A-Za-z]+/g, wordOf)
}
