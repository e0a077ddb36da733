import { DomainError } from './domain-error.ts'

export interface Call<Asked, Answer> {
  asked: Asked
  resolve(answer: Answer): void
  reject(error: unknown): void
}

interface Gathering<Asked, Answer> {
  /** Most that are served at once. */
  most: number
  /** Whoever comes when so many wait is refused with `unavailable`, because he could not be served in time. */
  mostWaiting: number
  /** Answers each call; what it throws goes to all that it has not answered. */
  serve(calls: Call<Asked, Answer>[]): Promise<void>
}

/**
 * Serves calls in turns: who calls while others are being served is served by the next turn, together with all who called
 * meanwhile. So a lone caller waits for nobody, and a crowd costs a few turns.
 */
export function gatherCalls<Asked, Answer>({
  most,
  mostWaiting,
  serve,
}: Gathering<Asked, Answer>): (asked: Asked) => Promise<Answer> {
  const waiting: Call<Asked, Answer>[] = []
  let isServing = false

  async function serveUntilNobodyWaits(): Promise<void> {
    isServing = true
    // What is asked in the same turn of the event loop is served together.
    await Promise.resolve()
    while (waiting.length > 0) {
      const calls = waiting.splice(0, most)
      await serve(calls).catch(error => {
        for (const call of calls) call.reject(error)
      })
    }
    isServing = false
  }

  return asked => {
    if (waiting.length >= mostWaiting) return Promise.reject(new DomainError('unavailable'))
    return new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (!isServing) void serveUntilNobodyWaits()
    })
  }
}
