import { collectReceivables } from '@haowu/server/domain/receivables/collect-receivables.ts'
import { releaseReserves } from '@haowu/server/domain/receivables/release-reserves.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

/** Releases what was kept back long enough, and looks again at what parties owe. */
export async function mindReceivables(deps: JobDeps): Promise<void> {
  await inTurn([() => release(deps), () => collect(deps)])
}

async function release(deps: JobDeps): Promise<void> {
  const released = await releaseReserves(deps)
  if (released > 0) deps.log.info({ released }, 'reserves released')
}

async function collect(deps: JobDeps): Promise<void> {
  const smaller = await collectReceivables(deps)
  if (smaller > 0) deps.log.info({ smaller }, 'debts paid')
}
