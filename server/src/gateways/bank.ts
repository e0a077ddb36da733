/** The forms in which a bank hands out the statement of one day. */
export const BANK_FORMATS = ['mt940', 'camt053', 'bai2', 'csv', 'xlsx'] as const
export type BankFormat = (typeof BANK_FORMATS)[number]

export type BankAnswer =
  | { outcome: 'answered'; fileName: string; bytes: Buffer }
  /** Nothing was booked on that day, or the account is none of the bank's. */
  | { outcome: 'none' }
  /** The day is not over, or the bank has not closed its books yet. */
  | { outcome: 'not_ready' }

/** The bank behind our verbs: what was booked on our account on one business day, the day after. */
export interface BankStatements {
  fetchStatement(wanted: { accountNo: string; day: string; format: BankFormat }): Promise<BankAnswer>
}
