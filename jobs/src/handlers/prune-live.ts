import { pruneLiveEvents } from '@haowu/server/domain/live/prune-live-events.ts'
import type { JobDeps } from '../job-deps.ts'

/** A day is enough: whoever was away longer reads everything anew. */
export async function pruneLive(deps: JobDeps): Promise<void> {
  await pruneLiveEvents(deps)
}
