import { trackParcels } from '@haowu/server/domain/orders/track-parcels.ts'
import type { JobDeps } from '../job-deps.ts'

const BATCH = 100
const MOST_BATCHES = 20

export async function trackAllParcels(deps: JobDeps): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const { asked, failed } = await trackParcels(deps, { limit: BATCH })
    if (failed > 0)
      deps.log.warn({ asked, failed }, 'carriers did not answer; their parcels are asked for again')
    if (asked < BATCH) return
  }
}
