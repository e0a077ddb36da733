import type { ErrorFacts } from '@haowu/shared/errors.ts'
import { NOTICE_KINDS, type NoticeKind } from '@haowu/shared/notices.ts'
import type { Database, Transaction } from '#db/database.ts'

export interface Telling {
  partyId: string
  kind: NoticeKind
  /** Names the fact, for example `case:<id>:decided`; the same key is told once. */
  key: string
  /** The row it leads to, of the type that its kind names. */
  refId: string
  facts?: ErrorFacts
}

/** Tells all members of a party something, in the transaction that makes it true. */
export async function tellParty(
  trx: Transaction<Database>,
  { partyId, kind, key, refId, facts = {} }: Telling,
): Promise<void> {
  await trx
    .insertInto('notice')
    .values({ partyId, kind, key, facts: JSON.stringify(facts), refType: NOTICE_KINDS[kind], refId })
    .onConflict(conflict => conflict.column('key').doNothing())
    .execute()
}
