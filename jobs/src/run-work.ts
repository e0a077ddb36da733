import { failEvent, finishEvents } from '@haowu/server/domain/outbox/finish-event.ts'
import { newestDeliveries } from '@haowu/server/domain/outbox/newest-deliveries.ts'
import type { QueueName } from '@haowu/shared/queue-names.ts'
import { UnrecoverableError } from 'bullmq'
import { cleanError } from './clean-error.ts'
import { answerFailure } from './failures.ts'
import type { HandlerDeps } from './job-deps.ts'
import type { QueueSpec } from './queues.ts'
import { postponeWhileWorking } from './postpone-while-working.ts'
import { LeftToAnother, PartlyFailed, type WorkEvent, readWork } from './work.ts'

/** One run of a job; `isRepeated` says that somebody was given it before. */
export interface JobRun {
  data: unknown
  isRepeated: boolean
}

/**
 * Runs a queue's handler for one job and writes down, in the outbox, what became of its events. Throws what the queue's
 * store can hold; an error that no repetition would cure is thrown as one that is not repeated.
 */
export async function runWork(
  deps: HandlerDeps,
  { name, handle }: Pick<QueueSpec, 'handle'> & { name: QueueName },
  { data, isRepeated }: JobRun,
): Promise<void> {
  let { events } = readWork(data)
  const isTick = events.length === 0
  try {
    if (isRepeated && !isTick) events = await leaveOutOlder(deps, events)
    if (events.length === 0 && !isTick) return
    using _ = postponeWhileWorking(deps, idsOf(events))
    await handle(deps, { events })
    await finishEvents(deps.db, idsOf(events))
  } catch (error) {
    if (error instanceof LeftToAnother)
      return deps.log.info({ queue: name, events: idsOf(events) }, 'a later run took the work over')
    const { failed, answer } = await recordFailure(deps, events, error)
    const line = { err: error, queue: name, events: idsOf(failed), answer }
    if (answer === 'page') deps.log.error(line, 'work failed and needs a person')
    else deps.log.warn(line, 'work failed')
    if (answer === 'discard' || error instanceof PartlyFailed) return
    throw answer === 'retry' ? cleanError(error) : new UnrecoverableError(cleanError(error).message)
  }
}

async function leaveOutOlder({ db }: HandlerDeps, events: WorkEvent[]): Promise<WorkEvent[]> {
  const newest = await newestDeliveries(db, events)
  return events.filter(({ id }) => newest.has(id))
}

async function recordFailure(deps: HandlerDeps, events: WorkEvent[], error: unknown) {
  const answer = answerFailure(error)
  const failed =
    error instanceof PartlyFailed ? events.filter(({ id }) => error.failedEventIds.has(id)) : events
  const done = answer === 'discard' ? events : events.filter(event => !failed.includes(event))
  try {
    await finishEvents(deps.db, idsOf(done))
    if (answer !== 'discard') {
      for (const { id } of failed) {
        const { dead } = await failEvent(deps.db, { id, error })
        if (dead) deps.log.error({ event: id }, 'an event failed for the last time and waits for a person')
      }
    }
  } catch (recordError) {
    // The database is away: the events stay due, and the job's own failure says why.
    deps.log.warn({ err: recordError }, 'a failure could not be recorded')
  }
  return { failed, answer }
}

function idsOf(events: WorkEvent[]): string[] {
  return events.map(({ id }) => id)
}
