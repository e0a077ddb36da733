import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

export interface JobsProcess {
  child: ChildProcess
  /** Resolves when it says that it is ready, rejects when it ends before. */
  ready: Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
}

/** Starts `jobs/src/main.ts` as the launcher does, in a process of its own that can be killed. */
export function startJobsProcess(settings: {
  databaseUrl: string
  redisUrl?: string | undefined
}): JobsProcess {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../src/main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: settings.databaseUrl,
      REDIS_URL: settings.redisUrl ?? '',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-20_000)
      if (told.includes('jobs ready')) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', code => reject(new Error(`jobs ended with ${code}: ${told}`)))
  })
  // A process that is killed before anybody waits for it is no error.
  ready.catch(() => {})
  return {
    child,
    ready,
    async kill(signal) {
      child.kill(signal)
      await gone
    },
  }
}
