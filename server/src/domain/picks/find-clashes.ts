import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface Clash {
  sessionId: string
  title: string
  startsAt: Date
  endsAt: Date
}

const MOST_CLASHES = 10

/** Other open shows of the streamer that would run at the same time: allowed, because he may have two hosts, but told. */
export async function findClashes(
  db: Db,
  {
    streamerId,
    startsAt,
    endsAt,
    except,
  }: { streamerId: string; startsAt: Date; endsAt: Date; except?: string | undefined },
): Promise<Clash[]> {
  const { rows } = await sql<Clash>`
    SELECT id AS session_id, title, starts_at, ends_at FROM live_session
    WHERE streamer_id = ${streamerId} AND state IN ('planned', 'live') AND id IS DISTINCT FROM ${except ?? null}::uuid
      AND starts_at < ${endsAt} AND ends_at > ${startsAt}
    ORDER BY starts_at LIMIT ${MOST_CLASHES}
  `.execute(db)
  return rows
}
