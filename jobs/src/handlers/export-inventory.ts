import { runExports } from '@haowu/server/domain/inventory/run-exports.ts'
import type { JobDeps } from '../job-deps.ts'

export async function exportInventory(deps: JobDeps): Promise<void> {
  await runExports(deps)
}
