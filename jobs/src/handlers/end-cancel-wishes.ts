import { endSilentWishes } from '@haowu/server/domain/orders/end-silent-wishes.ts'
import type { JobDeps } from '../job-deps.ts'

const MOST = 200

export async function endCancelWishes(deps: JobDeps): Promise<void> {
  await endSilentWishes(deps, { limit: MOST })
}
