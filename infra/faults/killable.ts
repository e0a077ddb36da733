import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { CHECKOUT } from '../local/checkout.ts'

/** One of our processes, which may be killed without warning and started anew, and which must never end by itself. */
export interface Killable {
  /** Ends without being asked; a test expects none. */
  readonly ownEnds: string[]
  /** Resolves when the new one says that it works. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

export async function startKillable(
  script: string,
  { env, readyWords }: { env: NodeJS.ProcessEnv; readyWords: string },
): Promise<Killable> {
  const ownEnds: string[] = []
  let asked = false
  const start = async (): Promise<ChildProcess> => {
    asked = false
    const child = spawn(process.execPath, [path.join(CHECKOUT, script)], {
      cwd: CHECKOUT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let told = ''
    const ready = Promise.withResolvers<void>()
    const listen = (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-10_000)
      if (told.includes(readyWords)) ready.resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', code => {
      if (!asked) ownEnds.push(`${script} ended with ${code}: ${told}`)
      ready.reject(new Error(`${script} ended with ${code}: ${told}`))
    })
    await ready.promise
    return child
  }
  const end = async (signal: NodeJS.Signals) => {
    asked = true
    const gone = new Promise(resolve => child.once('exit', resolve))
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await gone
  }
  let child = await start()
  return {
    ownEnds,
    async killAndRestart() {
      await end('SIGKILL')
      child = await start()
    },
    stop: () => end('SIGTERM'),
  }
}
