import type { Db } from '#db/database.ts'
import { type SessionRow, selectSessions } from './session-store.ts'

export interface SessionQuery {
  streamerId: string
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

/** A streamer's sessions, newest first, one more than `limit` so that the caller sees whether there is a next page. */
export async function listSessions(db: Db, query: SessionQuery): Promise<SessionRow[]> {
  return selectSessions(db, { ...query, limit: query.limit + 1 })
}
