/** One line of a statement as its format gives it; what makes it unique and where it is stored is the loader's. */
export interface StatementLineDraft {
  lineNo: number
  kind: 'payment' | 'refund' | 'payout' | 'fee' | 'transfer' | 'settlement' | 'other'
  /** Positive came into our account. */
  amountFen: bigint
  /** What was taken for it, positive where we paid. */
  feeFen: bigint
  balanceFen: bigint | null
  bookedAt: Date
  businessDay: string
  /** The number we gave it. */
  ownNo: string | null
  /** Theirs. */
  channelNo: string | null
  batchNo: string | null
  counterparty: string | null
  status: string | null
  description: string
  raw: string
}

/** What the whole file comes to, and whose account it says it is of. */
export interface StatementTotals {
  lineCount: number
  inFen: bigint
  outFen: bigint
  openingFen: bigint | null
  closingFen: bigint | null
  dayFrom: string
  dayTo: string
  accountNo: string | null
}

/** A format: throws `StatementRefusal` for a file whose own totals disagree. */
export interface StatementParser {
  format: string
  /** Each line has a number of the channel's own that is never given twice: other bills may tell it with another time. */
  isNumbered?: true
  /** By the first kilobytes, decoded. */
  recognises(head: string): boolean
  parse(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<StatementLineDraft, StatementTotals>
}
