import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { captureNamed, type Captured } from './capture-deposit.ts'

export interface CaseCapture {
  caseId: string
  /** More than zero; a case that costs nothing releases its hold instead. */
  amountFen: Fen
  decision: {
    ruleVersion: number
    clause: string
    /** How the amount was reckoned, in figures: amounts are fen as text. */
    calculation: Record<string, unknown>
  }
  /** Where the money goes; penalties of the platform when nothing is said. */
  to?: AccountCode
  actor: string
}

/**
 * Keeps a part or all of what the case held, and gives the rest back. A case captures once: the same amount again is answered
 * as before, another is `hold_resolved`, and so is a hold that was released. What the hold cannot cover is told as `missingFen`
 * and taken from nowhere. The capture is stored with its decision and told to the party.
 */
export async function captureForCase(
  trx: Transaction<Database>,
  { caseId, amountFen, decision, to, actor }: CaseCapture,
): Promise<Captured> {
  const { clause, ruleVersion, calculation } = decision
  const reckoned = { clause, ruleVersion, calculation }
  return captureNamed(trx, { cause: 'case', refId: caseId, amountFen, reckoned, to, actor })
}
