import { closeDueListings } from '@haowu/server/domain/channels/close-due-listings.ts'
import { processMessages } from '@haowu/server/domain/channels/process-messages.ts'
import { pullOrders } from '@haowu/server/domain/channels/pull-orders.ts'
import type { JobDeps } from '../job-deps.ts'
import type { Work } from '../work.ts'

const BATCH = 50
const MOST_BATCHES = 20

export async function mindChannelOrders(deps: JobDeps, { events }: Work): Promise<void> {
  if (events.length === 0) await pullOrders(deps)
  const onError = (error: unknown) => deps.log.warn({ err: error }, 'an order of a channel comes again')
  for (let batch = 0; batch < MOST_BATCHES; batch++)
    if ((await processMessages(deps, { limit: BATCH, onError })) < BATCH) break
  await closeDueListings(deps, { limit: BATCH })
}
