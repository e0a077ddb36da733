import { runFeed } from '@haowu/server/domain/feeds/run-feed.ts'
import type { JobDeps } from '../job-deps.ts'
import type { Work } from '../work.ts'

export async function syncFeeds(deps: JobDeps, { events }: Work): Promise<void> {
  for (const { kind, payload } of events) if (kind === 'feed_due') await runFeed(deps, payload.feedId)
}
