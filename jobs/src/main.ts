import { parseConfig } from '@haowu/server/config.ts'
import { createLog } from '@haowu/server/log.ts'
import { findSilentQueue } from './find-silent-queue.ts'
import { startJobs } from './start-jobs.ts'

const WATCH_EVERY_MS = 15_000
const SILENT_MS = 120_000
const STOP_MS = 20_000

try {
  const config = parseConfig(process.env)
  const log = createLog(config.logLevel)
  const jobs = await startJobs(config, log)
  const watchdog = setInterval(async () => {
    const silent = await findSilentQueue(jobs.queues, SILENT_MS)
    if (silent === undefined) return
    log.fatal({ queue: silent }, 'a queue has been silent for two minutes; leaving, to be started anew')
    process.exit(1)
  }, WATCH_EVERY_MS)
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    clearInterval(watchdog)
    log.info({ signal }, 'draining')
    setTimeout(() => process.exit(1), STOP_MS).unref()
    await jobs.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  console.error(tell(error))
  process.exitCode = 1
}

/** A database that cannot be reached gives an error without words, one for each address that was tried. */
function tell(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(tell).join('; ')
  return error instanceof Error ? error.message : String(error)
}
