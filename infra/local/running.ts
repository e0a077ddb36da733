/** Something started that has to be stopped again. */
export interface Stoppable {
  stop(): Promise<void>
  /** Ends it at once, without letting it finish. */
  kill(): void
}

export interface Running {
  add(started: Stoppable): void
  /** True from the first wish to stop on: what fails after that, fails because of it. */
  isStopping(): boolean
  /** Stops one after the other; a second call has nothing left to do. */
  stop(): Promise<void>
  kill(): void
}

/** What the launcher has started, to be stopped in reverse: the database outlives those who use it. */
export function createRunning(): Running {
  const started: Stoppable[] = []
  let stopping = false
  return {
    add(stoppable) {
      if (stopping) stoppable.kill()
      else started.unshift(stoppable)
    },
    isStopping: () => stopping,
    async stop() {
      stopping = true
      for (let next = started.shift(); next; next = started.shift()) await next.stop()
    },
    kill() {
      stopping = true
      for (const stoppable of started.splice(0)) stoppable.kill()
    },
  }
}
