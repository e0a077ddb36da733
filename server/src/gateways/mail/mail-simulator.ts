import type { Db } from '#db/database.ts'
import type { Mail } from './mail.ts'

/** A carrier for development, demo and tests: what was sent lies in a table, where an operator of a demo may read it. */
export function createMailSimulator({ db }: { db: Db }): Mail {
  return {
    async send({ to, subject, text }) {
      await db.insertInto('mailSimulator.letter').values({ recipient: to, subject, body: text }).execute()
    },
  }
}

export interface SentLetter {
  id: string
  recipient: string
  subject: string
  body: string
  sentAt: Date
}

/** What was sent, newest first, one more than `limit`. */
export async function listSentLetters(
  db: Db,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<SentLetter[]> {
  let query = db
    .selectFrom('mailSimulator.letter')
    .select(['id', 'recipient', 'subject', 'body', 'sentAt'])
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', cursor)
  return query.execute()
}
