import { refreshEntries } from '@haowu/server/domain/plaza/refresh-entries.ts'
import { refreshTerms } from '@haowu/server/domain/plaza/refresh-terms.ts'
import type { JobDeps } from '../job-deps.ts'

/** Brings what streamers search through up to what items and plans say. */
export async function refreshPlaza(deps: JobDeps): Promise<void> {
  await refreshEntries(deps)
  await refreshTerms(deps)
}
