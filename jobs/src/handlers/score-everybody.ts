import { pruneScores } from '@haowu/server/domain/scores/prune-scores.ts'
import { scoreDue } from '@haowu/server/domain/scores/score-due.ts'
import type { JobDeps } from '../job-deps.ts'

export async function scoreEverybody(deps: JobDeps): Promise<void> {
  const { counted, scored, tiersChanged } = await scoreDue(deps)
  const pruned = await pruneScores(deps)
  if (pruned > 0) deps.log.info({ pruned }, 'let old scores go')
  if (scored > 0) deps.log.info({ counted, scored, tiersChanged }, 'scored')
}
