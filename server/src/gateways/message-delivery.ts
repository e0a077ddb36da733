import { setTimeout as sleep } from 'node:timers/promises'
import { signMessage } from './signed-message.ts'

const CALL_MILLIS = 5_000

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

export interface Receiver {
  secret: Buffer
  /** Where our own webhook listens. */
  notifyUrl: string
}

export interface DueMessage {
  id: string
  body: string
  /** More than one where the sender is to be seen repeating itself. */
  copies: number
}

/** True when every copy was answered with 2xx in time. */
export async function sendMessage({ secret, notifyUrl }: Receiver, message: DueMessage): Promise<boolean> {
  const post = () =>
    fetch(notifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signMessage(secret, message) },
      body: message.body,
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_MILLIS),
    })
      .then(async response => {
        await response.body?.cancel()
        return response.ok
      })
      .catch(() => false)
  const answers = await Promise.all(Array.from({ length: message.copies }, post))
  return answers.every(accepted => accepted)
}
