import type { ChildProcess } from 'node:child_process'
import { countCrash, restartDelay } from './restart-delay.ts'
import type { Stoppable } from './running.ts'

export interface Kept {
  name: string
  /** Starts the process, again after each crash. */
  spawn: () => ChildProcess
  stopSignal: NodeJS.Signals
  /** For who overstays, and for who cannot wait. */
  killSignal: NodeJS.Signals
  /** How long the process may take to end before it is killed. */
  patienceMs: number
  tell: (line: string) => void
}

export interface KeptProcess extends Stoppable {
  /** Crashes since the last healthy stretch; a caller who waits for readiness gives up on it. */
  crashesInARow(): number
}

/** Keeps a process running: when it ends without having been asked, says so in one line and starts it again. */
export function keepRunning(kept: Kept, running: ChildProcess = kept.spawn()): KeptProcess {
  const state = {
    child: running,
    startedAt: Date.now(),
    crashes: 0,
    stopping: false,
    timer: undefined as NodeJS.Timeout | undefined,
  }

  const watch = (child: ChildProcess) => {
    state.child = child
    state.startedAt = Date.now()
    child.once('error', error => kept.tell(`${kept.name} could not be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      if (state.stopping) return
      state.crashes = countCrash(state.crashes, Date.now() - state.startedAt)
      const delay = restartDelay(state.crashes)
      const how = signal ?? `exit code ${code}`
      kept.tell(`${kept.name} ended unexpectedly (${how}); starting it again in ${delay / 1000} s`)
      state.timer = setTimeout(() => watch(kept.spawn()), delay)
    })
  }
  watch(running)

  return {
    crashesInARow: () => state.crashes,
    kill() {
      state.stopping = true
      clearTimeout(state.timer)
      state.child.kill(kept.killSignal)
    },
    async stop() {
      state.stopping = true
      clearTimeout(state.timer)
      await endProcess(state.child, kept)
    },
  }
}

async function endProcess(
  child: ChildProcess,
  { name, stopSignal, killSignal, patienceMs, tell }: Kept,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill(stopSignal)
  const overstay = setTimeout(() => {
    tell(`${name} did not end within ${patienceMs / 1000} s and is killed`)
    child.kill(killSignal)
  }, patienceMs)
  await gone
  clearTimeout(overstay)
}
