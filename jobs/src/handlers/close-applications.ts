import { closeBonds } from '@haowu/server/domain/onboarding/end-bond.ts'
import { lapseApplications } from '@haowu/server/domain/onboarding/lapse-applications.ts'
import type { JobDeps } from '../job-deps.ts'

const BATCH = 100
const MOST_BATCHES = 20

export async function closeApplications(deps: JobDeps): Promise<void> {
  await closeBonds(deps)
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    if ((await lapseApplications(deps, { limit: BATCH })) < BATCH) return
  }
}
