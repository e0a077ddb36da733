import { setTimeout as sleep } from 'node:timers/promises'
import type { Carrier } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { CarrierEvent } from '../carrier.ts'
import { signMessage } from '../signed-message.ts'
import { parcelEvents } from './parcel-route.ts'

/** The carriers that tell by themselves; the others have to be asked. */
const PUSHING: Carrier[] = ['sf', 'jd']
const PAUSE_MILLIS = 5_000
const CALL_MILLIS = 5_000
const MOST_PARCELS = 200
const DAYS_TOLD = 30

export interface ScanPushSettings {
  db: Db
  secret: Buffer
  /** Where our own webhook listens, for example `http://127.0.0.1:3000/carrier/webhook`. */
  notifyUrl: string
  onError: (error: unknown) => void
}

export interface ScanPush {
  start(): void
  /** Resolves when the message in the air, if any, has ended. */
  stop(): Promise<void>
}

/** The carriers' sender: runs in the server process and tells what the clock has brought since it looked last. What it misses is asked for. */
export function createScanPush(settings: ScanPushSettings): ScanPush {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= pushUntil(settings, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

async function pushUntil(settings: ScanPushSettings, stopped: AbortSignal): Promise<void> {
  let since: Date | null = null
  while (!stopped.aborted) {
    try {
      since = await pushScans(settings, since)
    } catch (error) {
      settings.onError(error)
    }
    await sleep(PAUSE_MILLIS, undefined, { signal: stopped }).catch(() => {})
  }
}

/**
 * Tells every scan between `since` and now, each parcel by a message of its own that is sent twice, the newest scan first. Nothing is told
 * when it looks for the first time. Answers until when it has told.
 */
export async function pushScans(settings: ScanPushSettings, since: Date | null): Promise<Date> {
  const { db } = settings
  const { rows } = await sql<{ now: Date }>`SELECT app_now() AS now`.execute(db)
  const now = rows[0]?.now ?? new Date()
  if (since === null) return now
  for (const parcel of await underWay(db)) {
    const events = parcelEvents(parcel)
      .filter(({ happenedAt }) => happenedAt > since && happenedAt <= now)
      .toReversed()
    if (events.length > 0) await send(settings, events)
  }
  return now
}

async function underWay(db: Db): Promise<{ carrier: Carrier; trackingNo: string; handedOverAt: Date }[]> {
  return db
    .selectFrom('shipment')
    .select(['trackingNo', 'shippedAt as handedOverAt', sql<Carrier>`carrier`.as('carrier')])
    .where('carrier', 'in', PUSHING)
    .where('shippedAt', '>', sql<Date>`app_now() - ${DAYS_TOLD} * interval '1 day'`)
    .where(sql<boolean>`(parcel_state IS NULL OR parcel_state NOT IN ('delivered', 'returned'))`)
    .orderBy('shippedAt', 'desc')
    .limit(MOST_PARCELS)
    .execute()
}

/** A message that nobody takes is not sent again: whoever missed it asks. */
async function send({ secret, notifyUrl, onError }: ScanPushSettings, events: CarrierEvent[]): Promise<void> {
  const [{ carrier, eventNo } = { carrier: 'other', eventNo: '' }] = events
  const body = JSON.stringify({ carrier, events: events.map(({ carrier: _, ...event }) => event) })
  const post = () =>
    fetch(notifyUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signMessage(secret, { id: `push-${eventNo}`, body }),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_MILLIS),
    }).then(response => response.body?.cancel())
  await Promise.all([post(), post()]).catch(onError)
}
