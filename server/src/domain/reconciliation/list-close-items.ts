import type { CloseCheck } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface CloseItem {
  item: CloseCheck
  ownerId: string | null
  ownerName: string | null
  doneByName: string | null
  doneAt: Date | null
}

/** Who answers for which point of the close of a month, and who has said that it is done. */
export async function listCloseItems(db: Db, month: string): Promise<CloseItem[]> {
  const name = (id: string) =>
    sql`(SELECT name FROM member JOIN auth.user ON auth.user.id = user_id WHERE member.id = ${sql.ref(id)})`
  const { rows } = await sql<CloseItem>`
    SELECT item, owner_id, ${name('close_item.owner_id')} AS owner_name, ${name('close_item.done_by')} AS done_by_name, done_at
    FROM close_item WHERE month = ${`${month}-01`}::date ORDER BY item COLLATE "C"
  `.execute(db)
  return rows
}

/** Who may answer for one: everybody of finance. */
export async function listCloseOwners(db: Db): Promise<{ memberId: string; name: string }[]> {
  const { rows } = await sql<{ memberId: string; name: string }>`
    SELECT member.id AS member_id, name FROM member JOIN auth.user ON auth.user.id = user_id
    WHERE role = 'finance' AND state = 'active' ORDER BY name, member.id
  `.execute(db)
  return rows
}
