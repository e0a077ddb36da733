import type { StatementLineDraft, StatementTotals } from './statement-parser.ts'

/** What a format keeps while it reads: it takes one part after the other and says at the end what they come to. */
export interface StatementFold<Part> {
  /** Null for a part that is no movement: a header, a note, a total. */
  take(part: Part): StatementLineDraft | null
  finish(): StatementTotals
}

export async function* foldStatement<Part>(
  parts: AsyncIterable<Part>,
  fold: StatementFold<Part>,
): AsyncGenerator<StatementLineDraft, StatementTotals> {
  for await (const part of parts) {
    const line = fold.take(part)
    if (line) yield line
  }
  return fold.finish()
}
