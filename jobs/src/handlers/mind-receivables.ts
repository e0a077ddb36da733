import { collectReceivables } from '@haowu/server/domain/receivables/collect-receivables.ts'
import { releaseReserves } from '@haowu/server/domain/receivables/release-reserves.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

/** Releases what was kept back long enough, and looks again at what parties owe. */
export async function mindReceivables(deps: JobDeps): Promise<void> {
  let released = 0
  let smaller = 0
  await inTurn([
    async () => (released = await releaseReserves(deps)),
    async () => (smaller = await collectReceivables(deps)),
  ])
  if (released > 0 || smaller > 0) deps.log.info({ released, smaller }, 'reserves released, debts paid')
}
