import { drawReinspections } from '@haowu/server/domain/inspection/draw-reinspections.ts'
import {
  takeOffExpired,
  takeOffRevoked,
  warnOfExpiry,
} from '@haowu/server/domain/inspection/expire-reports.ts'
import type { JobDeps } from '../job-deps.ts'

const BATCH = 1_000
const MOST_BATCHES = 20

/** Warns of reports that run out, takes off what has, and draws once a day who is inspected again. */
export async function watchReports(deps: JobDeps): Promise<void> {
  for (const step of [warnOfExpiry, takeOffExpired, takeOffRevoked]) {
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      if ((await step(deps, { limit: BATCH })) < BATCH) break
    }
  }
  await drawReinspections({ db: deps.db, secret: deps.secrets.reportSigning })
}
