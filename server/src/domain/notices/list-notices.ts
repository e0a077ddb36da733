import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { NoticeKind, NoticeRef } from '@haowu/shared/notices.ts'
import type { Db } from '#db/database.ts'

export interface Notice {
  id: string
  kind: NoticeKind
  facts: ErrorFacts
  refType: NoticeRef
  refId: string
  createdAt: Date
  readAt: Date | null
}

export interface NoticeQuery {
  partyId: string
  /** Id of the last notice of the page before. */
  cursor?: string | undefined
  limit: number
}

/** What the party was told, newest first, one more than `limit`. */
export async function listNotices(db: Db, { partyId, cursor, limit }: NoticeQuery): Promise<Notice[]> {
  let query = db
    .selectFrom('notice')
    .select(['id', 'kind', 'facts', 'refType', 'refId', 'createdAt', 'readAt'])
    .where('partyId', '=', partyId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', cursor)
  return (await query.execute()) as Notice[]
}

const COUNTED_AT_MOST = 100

/** How many are unread; counted no further than a badge can show. */
export async function countUnread(db: Db, { partyId }: { partyId: string }): Promise<number> {
  const unread = await db
    .selectFrom('notice')
    .select('id')
    .where('partyId', '=', partyId)
    .where('readAt', 'is', null)
    .limit(COUNTED_AT_MOST)
    .execute()
  return unread.length
}
