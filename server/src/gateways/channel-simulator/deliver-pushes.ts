import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { signMessage } from '../signed-message.ts'

const AT_ONCE = 20
const POLL_MILLIS = 1_000
const CALL_MILLIS = 5_000
/** In seconds: what is not answered comes again after these, then no more; the pull finds it. */
const AGAIN_AFTER = [5, 300, 1_800, 7_200, 18_000, 36_000, 86_400]

export interface PushDeliverySettings {
  db: Db
  secret: Buffer
  /** Where our own webhook listens. */
  notifyUrl: string
  onError: (error: unknown) => void
}

/** The channel's sender: runs in the server process and ends when stopped. */
export function createPushDelivery(settings: PushDeliverySettings): { start(): void; stop(): Promise<void> } {
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

async function deliverUntil(settings: PushDeliverySettings, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const sent = await deliverDuePushes(settings).catch(error => {
      settings.onError(error)
      return 0
    })
    if (sent < AT_ONCE) await sleep(POLL_MILLIS, undefined, { signal: stopped }).catch(() => {})
  }
}

interface DuePush {
  id: string
  body: string
  copies: number
}

/** Sends what is due, once; returns how many it tried. */
export async function deliverDuePushes(settings: PushDeliverySettings): Promise<number> {
  const { rows } = await sql<DuePush>`
    UPDATE channel_simulator.push
    SET tries = tries + 1,
      due_at = app_now() + coalesce((${AGAIN_AFTER}::int[])[tries + 1], 0) * interval '1 second',
      dead_at = CASE WHEN tries >= ${AGAIN_AFTER.length}::int THEN app_now() END
    WHERE id IN (
      SELECT id FROM channel_simulator.push WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= app_now()
      ORDER BY due_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, body, copies
  `.execute(settings.db)
  await Promise.all(
    rows.map(async push => {
      if (await send(settings, push))
        await settings.db
          .updateTable('channelSimulator.push')
          .set({ deliveredAt: sql`app_now()`, deadAt: null })
          .where('id', '=', push.id)
          .execute()
    }),
  )
  return rows.length
}

async function send({ secret, notifyUrl }: PushDeliverySettings, push: DuePush): Promise<boolean> {
  const post = () =>
    fetch(notifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signMessage(secret, push) },
      body: push.body,
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_MILLIS),
    })
      .then(async response => {
        await response.body?.cancel()
        return response.ok
      })
      .catch(() => false)
  const answers = await Promise.all(Array.from({ length: push.copies }, post))
  return answers.every(accepted => accepted)
}
