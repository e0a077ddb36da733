import type { WorkQueue } from '@haowu/server/gateways/queue-backend.ts'
import type { QueueName } from '@haowu/shared/queue-names.ts'
import type { Logger } from 'pino'
import type { QueueSpec } from './queues.ts'
import { within } from './within.ts'
import type { Work } from './work.ts'

const ADD_TIMEOUT_MS = 5_000

export interface TickDeps {
  log: Logger
  specs: Record<QueueName, QueueSpec>
  queues: ReadonlyMap<QueueName, WorkQueue<Work>>
  /** True while this process works on the queue: a tick would only wait behind it. */
  isBusy(name: QueueName): boolean
}

/**
 * Wakes each periodic queue. All processes use the same id for the same period, so that together they make one tick;
 * there is no schedule stored in the queue that a flush could take away. Returns what stops it.
 */
export function startTicks(deps: TickDeps): () => void {
  const timers: NodeJS.Timeout[] = []
  for (const [name, queue] of deps.queues) {
    const { everyMs } = deps.specs[name]
    if (everyMs === null) continue
    let adding = false
    const tick = async () => {
      if (adding || deps.isBusy(name)) return
      adding = true
      try {
        await within(
          ADD_TIMEOUT_MS,
          queue.add('tick', { events: [] }, tickOptions(everyMs)),
          `waking ${name}`,
        )
      } catch (error) {
        deps.log.warn({ err: error, queue: name }, 'a tick could not be added')
      } finally {
        adding = false
      }
    }
    void tick()
    timers.push(setInterval(tick, everyMs))
  }
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}

function tickOptions(everyMs: number) {
  return {
    jobId: `tick-${everyMs}-${Math.floor(Date.now() / everyMs)}`,
    attempts: 1,
    removeOnComplete: { age: 3_600, count: 50 },
    removeOnFail: { age: 14 * 86_400, count: 200 },
    sizeLimit: 32_768,
  }
}
