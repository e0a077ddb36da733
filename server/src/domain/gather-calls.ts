import { DomainError } from './domain-error.ts'

export interface Call<Asked, Answer> {
  asked: Asked
  resolve(answer: Answer): void
  reject(error: unknown): void
}

interface Gathering<Store extends object, Asked, Answer> {
  /** Most that are served at once. */
  most: number
  /** Whoever comes when so many wait is refused with `unavailable`, because he could not be served in time. */
  mostWaiting: number
  /** Answers each call; what it throws goes to all that it has not answered. */
  serve(store: Store, calls: Call<Asked, Answer>[]): Promise<void>
}

/**
 * Serves calls in turns, one line for each store: who calls while others are being served is served by the next turn,
 * together with all who called meanwhile. So a lone caller waits for nobody, and a crowd costs a few turns.
 */
export function gatherCalls<Store extends object, Asked, Answer>({
  most,
  mostWaiting,
  serve,
}: Gathering<Store, Asked, Answer>): (store: Store, asked: Asked) => Promise<Answer> {
  const lines = new WeakMap<Store, Line<Asked, Answer>>()

  async function serveUntilNobodyWaits(store: Store, line: Line<Asked, Answer>): Promise<void> {
    line.isServing = true
    // What is asked in the same turn of the event loop is served together.
    await Promise.resolve()
    while (line.waiting.length > 0) {
      const calls = line.waiting.splice(0, most)
      await serve(store, calls).catch(error => {
        for (const call of calls) call.reject(error)
      })
    }
    line.isServing = false
  }

  return (store, asked) => {
    const line = lines.get(store) ?? { waiting: [], isServing: false }
    lines.set(store, line)
    if (line.waiting.length >= mostWaiting) return Promise.reject(new DomainError('unavailable'))
    return new Promise((resolve, reject) => {
      line.waiting.push({ asked, resolve, reject })
      if (!line.isServing) void serveUntilNobodyWaits(store, line)
    })
  }
}

interface Line<Asked, Answer> {
  waiting: Call<Asked, Answer>[]
  isServing: boolean
}
