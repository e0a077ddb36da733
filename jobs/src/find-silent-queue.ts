import type { QueueName } from '@haowu/shared/queue-names.ts'
import type { RunningQueues } from './start-queues.ts'
import { within } from './within.ts'

const LOOK_MS = 5_000

/**
 * A queue of which this process has finished nothing for `silentMs` although a job has been waiting that long: its worker has
 * lost its store without noticing. Undefined when there is none, and when the store does not answer: then all workers know.
 */
export async function findSilentQueue(
  { queues, lastFinished, isBusy }: RunningQueues,
  silentMs: number,
): Promise<QueueName | undefined> {
  const longAgo = Date.now() - silentMs
  for (const [name, queue] of queues) {
    if (isBusy(name) || (lastFinished.get(name) ?? 0) > longAgo) continue
    const oldest = await within(LOOK_MS, queue.getWaiting(0, 0), `looking at ${name}`).catch(() => [])
    if (oldest.some(job => job.timestamp < longAgo)) return name
  }
  return undefined
}
