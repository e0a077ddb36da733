import type { QueueBackend, QueueWorker, WorkQueue } from '@haowu/server/gateways/queue-backend.ts'
import { QUEUE_NAMES, type QueueName } from '@haowu/shared/queue-names.ts'
import { dispatchOutbox, startDispatcher } from './dispatch-outbox.ts'
import type { HandlerDeps, JobDeps } from './job-deps.ts'
import type { QueueSpec } from './queues.ts'
import { type JobRun, runWork } from './run-work.ts'
import { startTicks } from './schedules.ts'
import { within } from './within.ts'
import type { Work } from './work.ts'

const DRAIN_MS = 12_000
const CLOSE_MS = 2_000

export interface RunningQueues extends AsyncDisposable {
  queues: ReadonlyMap<QueueName, WorkQueue<Work>>
  /** When each queue last finished a job, in epoch milliseconds; the start counts. */
  lastFinished: ReadonlyMap<QueueName, number>
  isBusy(name: QueueName): boolean
  /** Takes no new work, lets what runs come to its end (12 s at most), then closes. */
  stop(): Promise<void>
}

/** Starts workers, ticks and the dispatcher for all queues of the table. */
export function startQueues(
  deps: JobDeps,
  backend: QueueBackend,
  specs: Record<QueueName, QueueSpec>,
): RunningQueues {
  const queues = new Map(QUEUE_NAMES.map(name => [name, backend.openQueue<Work>(name)]))
  const running = new Map<QueueName, number>()
  const lastFinished = new Map(QUEUE_NAMES.map(name => [name, Date.now()]))
  const dispatch = { ...deps, specs, queues }
  const dispatcher = startDispatcher(dispatch)
  const handlerDeps: HandlerDeps = { ...deps, dispatchOutbox: () => dispatchOutbox(dispatch) }
  const run = async (name: QueueName, job: JobRun): Promise<null> => {
    running.set(name, (running.get(name) ?? 0) + 1)
    try {
      await runWork(handlerDeps, { name, handle: specs[name].handle }, job)
      // The work may have announced more. Nothing is returned: the store keeps no results.
      dispatcher.poke()
      return null
    } finally {
      running.set(name, (running.get(name) ?? 1) - 1)
      lastFinished.set(name, Date.now())
    }
  }
  const workers = QUEUE_NAMES.map(name =>
    backend.startWorker<Work>(
      name,
      ({ data, attemptsStarted }) => run(name, { data, isRepeated: attemptsStarted > 1 }),
      workerSettings(specs[name]),
    ),
  )
  const isBusy = (name: QueueName) => (running.get(name) ?? 0) > 0
  const stopTicks = startTicks({ ...deps, specs, queues, isBusy })
  const stopOnce = async () => {
    stopTicks()
    await dispatcher.stop()
    await Promise.all(workers.map(closeWorker))
    const closing = [...queues.values()].map(queue => within(CLOSE_MS, queue.close(), 'closing a queue'))
    await Promise.allSettled(closing)
  }
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= stopOnce()
    return stopped
  }
  return { queues, lastFinished, isBusy, stop, [Symbol.asyncDispose]: stop }
}

async function closeWorker(worker: QueueWorker<Work>): Promise<void> {
  try {
    await within(DRAIN_MS, worker.close(), `draining ${worker.name}`)
  } catch {
    // Its lease ends by itself, and whoever takes the job over finds in the tables what is left to do.
    await within(CLOSE_MS, worker.disconnect(), `leaving ${worker.name}`).catch(() => {})
  }
}

function workerSettings({ concurrency, lockMs }: QueueSpec) {
  return {
    concurrency,
    lockDuration: lockMs,
    stalledInterval: 10_000,
    maxStalledCount: 5,
    maxStartedAttempts: 12,
    runRetryDelay: 1_000,
    drainDelay: 3,
    removeOnComplete: { age: 3_600, count: 100 },
    removeOnFail: { age: 14 * 86_400, count: 5_000 },
  }
}
