import { setTimeout as sleep } from 'node:timers/promises'

/** The loop by which a simulator sends its messages: runs in the server process and ends when stopped. */
export interface MessageDelivery {
  /** Resolves when the messages in the air, if any, have ended. */
  stop(): Promise<void>
}

interface DeliveryLoop {
  /** Sends some of those that are due and answers whether more may be. */
  deliverDue: () => Promise<boolean>
  pollMillis: number
  onError: (error: unknown) => void
}

export function startDelivery({ deliverDue, pollMillis, onError }: DeliveryLoop): MessageDelivery {
  const stopping = new AbortController()
  const { signal } = stopping
  const deliver = async () => {
    while (!signal.aborted) {
      const more = await deliverDue().catch(error => {
        onError(error)
        return false
      })
      if (!more) await sleep(pollMillis, undefined, { signal }).catch(() => {})
    }
  }
  const running = deliver()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
