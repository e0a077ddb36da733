import { climbLadders, recomputeHourly } from '@haowu/server/domain/deposits/recompute-dues.ts'
import { sendExits } from '@haowu/server/domain/deposits/send-exits.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

/** Reckons once an hour what deposits are due, takes the steps against those that stay short, returns those of who leaves. */
export async function reviewDeposits(deps: JobDeps): Promise<void> {
  await inTurn([() => recomputeHourly(deps), () => climbLadders(deps), () => sendExits(deps)])
}
