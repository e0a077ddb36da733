import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '@haowu/server/db/database.ts'
import { claimDue } from '@haowu/server/domain/outbox/claim-due.ts'
import type { OutboxEvent } from '@haowu/server/domain/outbox/events.ts'
import { unclaimEvents } from '@haowu/server/domain/outbox/finish-event.ts'
import type { WorkQueue } from '@haowu/server/gateways/queue-backend.ts'
import type { QueueName } from '@haowu/shared/queue-names.ts'
import type { Logger } from 'pino'
import { QUEUE_OF_EVENT } from './queue-of-event.ts'
import type { QueueSpec } from './queues.ts'
import { within } from './within.ts'
import type { Work } from './work.ts'

const BATCH = 100
const ADD_TIMEOUT_MS = 5_000
const BUSY_PAUSE_MS = 200
const IDLE_PAUSE_MS = 1_000

export interface DispatchDeps {
  db: Db
  log: Logger
  specs: Record<QueueName, QueueSpec>
  queues: ReadonlyMap<QueueName, WorkQueue<Work>>
}

/**
 * Hands one batch of due events to their queues and returns how many. An event is not done by this: whoever does its
 * effect says so, and what nobody finishes is due again, so a flushed queue only costs time.
 */
export async function dispatchOutbox(deps: DispatchDeps): Promise<number> {
  const events = await claimDue(deps.db, BATCH)
  const byQueue = Map.groupBy(events, event => QUEUE_OF_EVENT[event.kind])
  for (const [name, eventsOfQueue] of byQueue) {
    try {
      await addJobs(deps, name, eventsOfQueue)
    } catch (error) {
      deps.log.warn({ err: error, queue: name }, 'events could not be handed to their queue')
      await unclaimEvents(
        deps.db,
        eventsOfQueue.map(({ id }) => id),
      )
    }
  }
  return events.length
}

async function addJobs(
  { specs, queues }: DispatchDeps,
  name: QueueName,
  events: OutboxEvent[],
): Promise<void> {
  const queue = queues.get(name)
  if (!queue) throw new Error(`the queue ${name} is not open`)
  const { batches, attempts, backoffMs } = specs[name]
  const jobs = (batches ? [events] : events.map(event => [event])).map(([first, ...others]) => {
    if (!first) throw new Error('a job without an event')
    return {
      name: batches ? 'events' : first.kind,
      data: {
        events: [first, ...others].map(({ key: _, ...event }) => event) as Work['events'],
      },
      opts: {
        // One job per delivery: a failed job that is kept for the record must not stand in the way of the next one.
        jobId: `ob-${first.id}-${first.tries}`,
        attempts,
        backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
        sizeLimit: 32_768,
      },
    }
  })
  const [only, ...more] = jobs
  // Adding in bulk makes temporary tables, and each of those has every connection look its plans over again.
  const adding: Promise<unknown> =
    only && more.length === 0 ? queue.add(only.name, only.data, only.opts) : queue.addBulk(jobs)
  await within(ADD_TIMEOUT_MS, adding, `adding to ${name}`)
}

export interface Dispatcher {
  /** Look soon rather than at the next pause: something has just been committed here. */
  poke(): void
  stop(): Promise<void>
}

/**
 * Dispatches for ever: every 200 ms while there is something to do or somebody pokes, every second otherwise. Never more
 * often, so that what a busy hour announces gathers: an evening of sales is worked off in few large jobs, not in a job each.
 */
export function startDispatcher(deps: DispatchDeps): Dispatcher {
  const stopping = new AbortController()
  let wake = new AbortController()
  const look = () =>
    dispatchOutbox(deps).catch(error => {
      deps.log.warn({ err: error }, 'the outbox could not be read; looking again')
      return 0
    })
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const found = await look()
      if (found === BATCH) continue
      await pause(BUSY_PAUSE_MS, stopping.signal)
      if (found === 0) await pause(IDLE_PAUSE_MS - BUSY_PAUSE_MS, wake.signal)
      wake = new AbortController()
    }
  }
  const done = loop()
  return {
    poke: () => wake.abort(),
    async stop() {
      stopping.abort()
      wake.abort()
      await done
    },
  }
}

async function pause(ms: number, until: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: until }).catch(() => {})
}
