import { createHash } from 'node:crypto'
import { hashPayout, type PayoutFacts } from './payout.ts'

/** Stands where the maker of a line will be named, until somebody submits the batch. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

interface BatchFacts {
  batchId: string
  day: string
  way: string
}

/** SHA-256 over which payouts are in a batch, each with all that decides where how much money goes, and by which way it is paid. */
export function hashBatch({ batchId, day, way }: BatchFacts, lines: readonly PayoutFacts[]): Buffer {
  const each = lines.map(line => `${line.payoutId}:${hashPayout(line).toString('hex')}`).sort()
  return createHash('sha256')
    .update(JSON.stringify(['payout-batch:v1', batchId, day, way, each]))
    .digest()
}
