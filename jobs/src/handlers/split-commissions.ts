import { splitDue } from '@haowu/server/domain/settlement/split-due.ts'
import type { JobDeps } from '../job-deps.ts'
import { PartlyFailed, type Work } from '../work.ts'

/** Splits whatever is unsplit; the events only say that there is something. */
export async function splitCommissions(deps: JobDeps, { events }: Work): Promise<void> {
  const { split, problems } = await splitDue(deps)
  if (split > 0) deps.log.info({ split }, 'orders split')
  if (problems.length === 0) return
  deps.log.error({ problems }, 'orders that cannot be split')
  const stuck = new Set(problems.map(problem => problem.orderId))
  const failed = events.filter(event => event.kind === 'order_paid' && stuck.has(event.payload.orderId))
  throw new PartlyFailed(new Set(failed.map(({ id }) => id)), 'some orders cannot be split')
}
