export interface FiledPayout {
  no: string
  amountFen: bigint
  holderName: string
  accountNo: string
}

/** What a bank answers about one line of a file that it was given. */
export interface FiledOutcome {
  no: string
  outcome: 'confirmed' | 'failed'
}

/** The bank's door for files of payouts: it carries out what it was given, once, and answers line by line. */
export interface PayoutBank {
  execute(batchNo: string, lines: FiledPayout[]): Promise<FiledOutcome[]>
}
