import { settleDue } from '@haowu/server/domain/settlement/settle-due.ts'
import type { JobDeps } from '../job-deps.ts'

export async function settleEarnings(deps: JobDeps): Promise<void> {
  const { settled, problems } = await settleDue(deps)
  if (settled > 0) deps.log.info({ settled }, 'orders settled')
  if (problems.length > 0) deps.log.error({ problems }, 'orders that cannot be settled')
}
