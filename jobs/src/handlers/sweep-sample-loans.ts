import { sweepLoans } from '@haowu/server/domain/custody/sweep-loans.ts'
import type { JobDeps } from '../job-deps.ts'

export async function sweepSampleLoans(deps: JobDeps): Promise<void> {
  await sweepLoans(deps)
}
