import { closeDueListings } from '@haowu/server/domain/channels/close-due-listings.ts'
import { processMessages } from '@haowu/server/domain/channels/process-messages.ts'
import { pullOrders } from '@haowu/server/domain/channels/pull-orders.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'
import type { Work } from '../work.ts'

const BATCH = 50
const MOST_BATCHES = 20

/** What was told already comes first; what a look at the channel brings wakes this again. */
export async function mindChannelOrders(deps: JobDeps, { events }: Work): Promise<void> {
  await inTurn([
    () => processWaiting(deps),
    () => closeDueListings(deps, { limit: BATCH }),
    ...(events.length === 0 ? [() => pullOrders(deps)] : []),
  ])
}

async function processWaiting(deps: JobDeps): Promise<void> {
  const onError = (error: unknown) => deps.log.warn({ err: error }, 'an order of a channel comes again')
  for (let batch = 0; batch < MOST_BATCHES; batch++)
    if ((await processMessages(deps, { limit: BATCH, onError })) < BATCH) break
}
