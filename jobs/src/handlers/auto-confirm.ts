import { autoConfirmReceipts } from '@haowu/server/domain/orders/auto-confirm-receipts.ts'
import type { JobDeps } from '../job-deps.ts'

const BATCH = 500
const MOST_BATCHES = 20

export async function autoConfirm(deps: JobDeps): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    if ((await autoConfirmReceipts(deps, { limit: BATCH })) < BATCH) return
  }
}
