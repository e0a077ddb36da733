import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { CallbackBody } from './read-callback.ts'

/** Puts a message into the rail's own queue, in the transaction of what it reports. */
export async function enqueueCallback(
  trx: Transaction<Database>,
  { body, inSeconds }: { body: CallbackBody; inSeconds: number },
): Promise<void> {
  await trx
    .insertInto('railSimulator.callback')
    .values({
      body: JSON.stringify(body),
      dueAt: sql`app_now() + ${inSeconds}::double precision * interval '1 second'`,
    })
    .execute()
}
