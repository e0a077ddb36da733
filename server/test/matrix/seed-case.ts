import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** A dispute of the tenant's streamer against its supplier, with words and a file that only they and the platform may read. */
export async function seedCase(db: Db, ids: Ids, markers: Markers): Promise<Ids> {
  const { supplierId = '', streamerId = '', orderId = '', itemId = '' } = ids
  const clause = await db
    .selectFrom('clause')
    .select(['id', 'code'])
    .where('code', '=', 'order_not_honoured')
    .executeTakeFirstOrThrow()
  const { id: caseId } = await db
    .insertInto('trustCase')
    .values({
      no: `C-${markers.supplierPrivate}`,
      key: `case of ${markers.supplierPrivate}`,
      kind: 'dispute',
      clauseId: clause.id,
      clauseCode: clause.code,
      respondentId: supplierId,
      claimantKind: 'streamer',
      claimantId: streamerId,
      orderId,
      itemId,
      eventAt: sql`app_now() - interval '1 second'`,
      openedBy: 'cases',
      baseFrom: 'nothing',
      baseFen: 0n,
      state: 'evidence_requested',
      answerUntil: sql`app_now() + interval '3 days'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: evidenceId } = await db
    .insertInto('caseEvidence')
    .values({
      caseId,
      kind: 'file',
      side: 'claimant',
      givenBy: 'user:x',
      content: JSON.stringify({ key: markers.supplierPrivate }),
      contentHash: randomBytes(32),
      filePath: `evidence/case/${caseId}/none.jpg`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const key = `${randomBytes(32).toString('hex')}.jpg`
  return {
    caseId,
    evidenceId,
    fileKey: key,
    photoKey: key,
    clauseCode: clause.code,
    respondentId: supplierId,
  }
}
