import { createHash } from 'node:crypto'
import type { AdjustmentReason, AdjustmentState } from '@haowu/shared/adjustments.ts'
import type { AdjustmentLine } from '#domain/ledger/adjustment-entries.ts'

export interface AdjustmentContent {
  reason: AdjustmentReason
  note: string
  evidenceKey: string | null
  lines: readonly AdjustmentLine[]
}

export interface Adjustment extends AdjustmentContent {
  id: string
  no: string
  state: AdjustmentState
  amountFen: bigint
  contentHash: Buffer
  makerId: string
  approvalsNeeded: number | null
  transactionId: bigint | null
  reversesId: string | null
}

/** Everything that whoever approves has before his eyes; another word or fen is another hash. */
export function hashContent({ reason, note, evidenceKey, lines }: AdjustmentContent): Buffer {
  const body = [reason, note, evidenceKey ?? '']
  for (const { pair, partyId, amountFen } of lines) body.push(pair, partyId ?? '', amountFen.toString())
  return createHash('sha256').update(body.join('\u0000')).digest()
}

export function sumLines(lines: readonly AdjustmentLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.amountFen, 0n)
}

/** How many others must agree: from an amount on, two. */
export function approvalsFor(amountFen: bigint, { twoFromFen }: { twoFromFen: bigint }): 1 | 2 {
  return amountFen >= twoFromFen ? 2 : 1
}
