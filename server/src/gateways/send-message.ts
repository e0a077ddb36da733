import { signMessage } from './signed-message.ts'

const CALL_MILLIS = 5_000

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
