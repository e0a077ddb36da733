import { postponeDelivery } from '@haowu/server/domain/outbox/postpone-delivery.ts'
import type { HandlerDeps } from './job-deps.ts'

/** Short work ends before the first word, and costs nothing; the outbox waits longer than this for everybody. */
const EVERY_MS = 5_000
/** Work that has not ended by then hangs, and may be given to somebody else. */
const MOST_MS = 30 * 60_000

/** Until it is disposed of, these events are not delivered to anybody else, so that no long work is overtaken by itself. */
export function postponeWhileWorking({ db, log }: HandlerDeps, ids: string[]): Disposable {
  if (ids.length === 0) return { [Symbol.dispose]() {} }
  const since = performance.now()
  const timer = setInterval(async () => {
    if (performance.now() - since > MOST_MS) return clearInterval(timer)
    await postponeDelivery(db, ids).catch(error => {
      log.warn({ err: error, events: ids }, 'work in progress could not be announced')
    })
  }, EVERY_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
