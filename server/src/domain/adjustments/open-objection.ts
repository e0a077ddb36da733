import type { ObjectedLine } from '@haowu/shared/adjustments.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { readObjectedLine } from './objected-line.ts'

export interface OpenObjection {
  partyId: string
  line: ObjectedLine
  words: string
  userId: string
}

/**
 * A party says that a line of its earnings is wrong: finance is told, with the line as it stands now. Throws `not_found` for a line that is not
 * the party's own, and `objection_state {state: open}` while one about it is open.
 */
export async function openObjection(
  { db }: { db: Db },
  { partyId, line, words, userId }: OpenObjection,
): Promise<{ objectionId: string; no: string }> {
  const { key, facts } = await readObjectedLine(db, { partyId, line })
  return db.transaction().execute(async trx => {
    const opened = await trx
      .insertInto('objection')
      .values({
        no: sql<string>`'YY' || to_char(app_now() AT TIME ZONE 'Asia/Shanghai', 'YYMMDD') || lpad((('x' || substr(md5(gen_random_uuid()::text), 1, 8))::bit(32)::bigint % 1000000)::text, 6, '0')`,
        partyId,
        line: key,
        facts: JSON.stringify(facts),
        words,
        openedBy: userId,
      })
      .onConflict(conflict => conflict.columns(['partyId', 'line']).where('state', '=', 'open').doNothing())
      .returning(['id', 'no'])
      .executeTakeFirst()
    if (!opened) throw new DomainError('objection_state', { state: 'open' })
    const { id, no } = opened
    const party = await trx
      .selectFrom('party')
      .select('name')
      .where('id', '=', partyId)
      .executeTakeFirstOrThrow()
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'objection_opened',
      subjectType: 'objection',
      subjectId: id,
      facts: { no, line: key },
    })
    await tellParty(trx, {
      partyId: await readPlatformId(trx),
      kind: 'objection_opened',
      key: `objection:${id}:opened`,
      refId: id,
      facts: { no, party: party.name },
    })
    return { objectionId: id, no }
  })
}
