import { climbLadders, recomputeHourly } from '@haowu/server/domain/deposits/recompute-dues.ts'
import type { JobDeps } from '../job-deps.ts'

/** Reckons once an hour what deposits are due, and takes the steps against those that stay short. */
export async function reviewDeposits(deps: JobDeps): Promise<void> {
  await recomputeHourly(deps)
  await climbLadders(deps)
}
