import { ConfigError, parseConfig } from '@haowu/server/config.ts'
import { pino } from 'pino'
import { type RunningJobs, startJobs } from './start-jobs.ts'

const WATCH_EVERY_MS = 15_000
const SILENT_MS = 120_000
const STOP_MS = 20_000

try {
  const config = parseConfig(process.env)
  const log = pino({ level: config.logLevel, base: { process: 'jobs' } })
  const jobs = await startJobs(config, log)
  const watchdog = setInterval(() => {
    const silent = silentQueue(jobs)
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
  const told = error instanceof ConfigError || error instanceof Error ? error.message : String(error)
  console.error(told)
  process.exitCode = 1
}

/** Ticks keep every periodic queue busy, so one that finishes nothing has lost its store without noticing. */
function silentQueue({ queues }: RunningJobs): string | undefined {
  const now = Date.now()
  for (const [name, finishedAt] of queues.lastFinished) {
    const { everyMs } = queues.specs[name]
    if (everyMs === null || queues.isBusy(name)) continue
    if (now - finishedAt > SILENT_MS + everyMs) return name
  }
  return undefined
}
