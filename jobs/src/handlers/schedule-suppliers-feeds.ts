import { scheduleFeeds } from '@haowu/server/domain/feeds/schedule-feeds.ts'
import type { JobDeps } from '../job-deps.ts'

export async function scheduleSuppliersFeeds(deps: JobDeps): Promise<void> {
  await scheduleFeeds(deps)
}
