import type { LiveMessage } from '@haowu/shared/live-events.ts'

const MOST_KEPT = 200

/**
 * What a stream told while a snapshot was being read. A look that began before an event shows what was before it; so the
 * event is applied to what was read as well, and no look has to be broken off for it.
 */
export class HeardSince<T> {
  readonly #apply: (shown: T, message: LiveMessage) => T | undefined
  #heard: { at: number; message: LiveMessage }[] = []

  /** `apply` answers undefined for an event that does not say enough. */
  constructor(apply: (shown: T, message: LiveMessage) => T | undefined) {
    this.#apply = apply
  }

  hear(message: LiveMessage): void {
    this.#heard = [...this.#heard.slice(1 - MOST_KEPT), { at: performance.now(), message }]
  }

  read = async (look: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const read: T = await look()
    const since = this.#heard.filter(({ at }) => at >= began)
    return since.reduce<T>((shown, { message }) => this.#apply(shown, message) ?? shown, read)
  }
}
