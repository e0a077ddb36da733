import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { signMessage } from '../signed-message.ts'

const AT_ONCE = 20
const MOST_TRIES = 15
const POLL_MILLIS = 500
const CALL_MILLIS = 5_000

export interface CallbackDeliverySettings {
  db: Db
  secret: Buffer
  /** Where our own webhook listens, for example `http://127.0.0.1:3000/rail/webhook`. */
  notifyUrl: string
  onError: (error: unknown) => void
}

interface DueCallback {
  id: string
  body: string
  copies: number
}

/** The rail's sender: runs in the server process, looks twice a second, ends when stopped. */
export interface CallbackDelivery {
  start(): void
  /** Resolves when the message in the air, if any, has ended. */
  stop(): Promise<void>
}

export function createCallbackDelivery(settings: CallbackDeliverySettings): CallbackDelivery {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= deliverUntil(settings, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

async function deliverUntil(settings: CallbackDeliverySettings, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const sent = await deliverDueCallbacks(settings).catch(error => {
      settings.onError(error)
      return 0
    })
    if (sent < AT_ONCE) await sleep(POLL_MILLIS, undefined, { signal: stopped }).catch(() => {})
  }
}

/**
 * Sends what is due, once; returns how many messages it tried. A message that is not answered with 2xx comes again
 * after 1 s, 2 s, 4 s … at most 10 min, fifteen times in all.
 */
export async function deliverDueCallbacks(settings: CallbackDeliverySettings): Promise<number> {
  const due = await claimDueCallbacks(settings.db)
  await Promise.all(
    due.map(async callback => {
      if (await send(settings, callback)) await markDelivered(settings.db, callback.id)
    }),
  )
  return due.length
}

async function claimDueCallbacks(db: Db): Promise<DueCallback[]> {
  const { rows } = await sql<DueCallback>`
    UPDATE rail_simulator.callback
    SET tries = tries + 1, due_at = app_now() + least(600, 2 ^ tries) * interval '1 second',
      dead_at = CASE WHEN tries + 1 >= ${MOST_TRIES}::int THEN app_now() END
    WHERE id IN (
      SELECT id FROM rail_simulator.callback
      WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= app_now()
      ORDER BY due_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, body, copies
  `.execute(db)
  return rows
}

async function send(
  { secret, notifyUrl }: CallbackDeliverySettings,
  callback: DueCallback,
): Promise<boolean> {
  const post = () =>
    fetch(notifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signMessage(secret, callback) },
      body: callback.body,
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_MILLIS),
    })
      .then(async response => {
        await response.body?.cancel()
        return response.ok
      })
      .catch(() => false)
  const answers = await Promise.all(Array.from({ length: callback.copies }, post))
  return answers.every(accepted => accepted)
}

async function markDelivered(db: Db, id: string): Promise<void> {
  await db
    .updateTable('railSimulator.callback')
    .set({ deliveredAt: sql`app_now()`, deadAt: null })
    .where('id', '=', id)
    .execute()
}
