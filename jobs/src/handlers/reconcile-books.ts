import { pullStatements } from '@haowu/server/domain/reconciliation/pull-statements.ts'
import { reconcile } from '@haowu/server/domain/reconciliation/reconcile.ts'
import { takeDroppedStatements } from '@haowu/server/domain/reconciliation/take-dropped-statements.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

/** Matches what came since the last look: after each statement, and from time to time what the ledger posted. */
export async function reconcileBooks(deps: JobDeps): Promise<void> {
  const runs = await reconcile(deps)
  const matched = runs.reduce((sum, run) => sum + run.matched, 0)
  if (matched > 0) deps.log.info({ matched }, 'statements matched with the books')
}

/** Takes in the statements that were left in the drop folder, and fetches those that gateways have ready. */
export async function fetchStatements(deps: JobDeps): Promise<void> {
  await inTurn([() => takeDropped(deps), () => pull(deps)])
}

async function takeDropped(deps: JobDeps): Promise<void> {
  const { taken, removed } = await takeDroppedStatements(deps)
  if (taken > 0) deps.log.info({ dropped: taken }, 'statements taken from the drop folder')
  if (removed > 0) deps.log.info({ removed }, 'empty files removed from the drop folder')
}

async function pull(deps: JobDeps): Promise<void> {
  const files = await pullStatements(deps)
  if (files > 0) deps.log.info({ files }, 'statements fetched')
}
