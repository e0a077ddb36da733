import { mindAfterSales } from '@haowu/server/domain/after-sales/mind-after-sales.ts'
import type { JobDeps } from '../job-deps.ts'

/** Lets the clocks of after-sales act, and ends those whose money has arrived. */
export async function mindAllAfterSales(deps: JobDeps): Promise<void> {
  const moved = await mindAfterSales(deps)
  if (moved > 0) deps.log.info({ moved }, 'after-sales moved')
}
