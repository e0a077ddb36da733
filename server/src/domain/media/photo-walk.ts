import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** An import whose items' links are looked through, from the SKU on where that stopped. */
export interface PhotoWalk {
  importId: string
  supplierId: string
  afterSku: string
  /** How often it began again because hosts could not be reached. */
  unreachable: number
  /** Hosts that could not be reached since it last began. */
  deadHosts: string[]
}

const LEASE_SECONDS = 120
/** A host that cannot be reached is left in peace for a while, and given up on after so many times. */
const [MOST_UNREACHABLE, REST_MINUTES] = [3, 10]
/** More than these are not remembered; each link of the others is asked for by itself, and told at once. */
const MOST_DEAD_HOSTS = 200

export async function takeWalk(db: Db): Promise<PhotoWalk | undefined> {
  const { rows } = await sql<PhotoWalk>`
    UPDATE photo_walk SET leased_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE import_id = (
      SELECT import_id FROM photo_walk WHERE leased_until <= app_now()
      ORDER BY leased_until LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING import_id, supplier_id, after_sku, unreachable, dead_hosts
  `.execute(db)
  return rows[0]
}

/** The next one is another import's turn. */
export async function leaveWalk(db: Db, { importId, afterSku, deadHosts }: PhotoWalk): Promise<void> {
  await sql`
    UPDATE photo_walk SET after_sku = ${afterSku}, dead_hosts = ${deadHosts}::text[], leased_until = app_now()
    WHERE import_id = ${importId}
  `.execute(db)
}

/** All items were seen. Hosts that could not be reached are asked again after a rest, but not for ever. */
export async function endWalk(db: Db, walk: PhotoWalk): Promise<void> {
  const { importId, deadHosts } = walk
  if (deadHosts.length === 0 || givesUp(walk)) {
    await db.deleteFrom('photoWalk').where('importId', '=', importId).execute()
    return
  }
  await sql`
    UPDATE photo_walk SET after_sku = '', dead_hosts = '{}', unreachable = unreachable + 1,
      leased_until = app_now() + make_interval(mins => ${REST_MINUTES})
    WHERE import_id = ${importId}
  `.execute(db)
}

/** Whether a host that cannot be reached now is not asked another time. */
export function givesUp({ unreachable }: PhotoWalk): boolean {
  return unreachable + 1 >= MOST_UNREACHABLE
}

export function isDead({ deadHosts }: PhotoWalk, link: string): boolean {
  return deadHosts.includes(hostOf(link))
}

/** Asking it for each of its pictures would only cost time. Returns whether it is remembered, and so asked another time. */
export function leaveHost({ deadHosts }: PhotoWalk, link: string): boolean {
  const isKept = deadHosts.length < MOST_DEAD_HOSTS
  if (isKept) deadHosts.push(hostOf(link))
  return isKept
}

function hostOf(link: string): string {
  return URL.parse(link)?.host ?? ''
}
