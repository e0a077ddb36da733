import type { CategoryCode } from '@haowu/shared/catalog.ts'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { endAdmission, type EndedAdmission } from '#domain/parties/end-admission.ts'
import { type CategoryGoods, countCategoryGoods, takeOffCategory } from './take-off-category.ts'

export interface RevokedAdmission extends CategoryGoods {
  repeated: boolean
}

/**
 * An operator takes an admission back, with a reason that the supplier reads: what is on offer in the category leaves the sale at
 * once, what is held keeps its promise and leaves it afterwards. A later application may admit the supplier again. Said again, it
 * changes nothing. Throws `not_found`.
 */
export async function revokeAdmission({ db }: { db: Db }, input: EndedAdmission): Promise<RevokedAdmission> {
  const { partyId, categoryCode, reason, memberId } = input
  const goods = { supplierId: partyId, categoryCode }
  return db.transaction().execute(async trx => {
    const revokedAt = await endAdmission(trx, input)
    if (revokedAt === null) return { onOffer: 0, held: 0, repeated: true }
    const onOffer = await takeOffCategory(trx, goods)
    const { held } = await countCategoryGoods(trx, goods)
    const facts = { category: categoryCode, reason, onOffer, held }
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'admission_revoked',
      subjectType: 'party',
      subjectId: partyId,
      facts,
    })
    await tellParty(trx, {
      partyId,
      kind: 'admission_revoked',
      key: `admission:${partyId}:${categoryCode}:revoked:${revokedAt.toISOString()}`,
      refId: partyId,
      facts,
    })
    return { onOffer, held, repeated: false }
  })
}

export interface AdmissionSeen extends CategoryGoods {
  category: CategoryCode
  state: 'admitted' | 'revoked'
  since: Date
  revokedAt: Date | null
  revokedReason: string | null
}

/** What a supplier is or was admitted to, with what taking each back would touch now. */
export async function listAdmissions(db: Db, partyId: string): Promise<AdmissionSeen[]> {
  const rows = await db
    .selectFrom('categoryAdmission')
    .select(['categoryCode as category', 'state', 'since', 'revokedAt', 'revokedReason'])
    .where('partyId', '=', partyId)
    .orderBy('categoryCode')
    .execute()
  const seen: AdmissionSeen[] = []
  for (const row of rows) {
    const goods = await countCategoryGoods(db, { supplierId: partyId, categoryCode: row.category })
    const { category, state } = row as Pick<AdmissionSeen, 'category' | 'state'>
    seen.push({ ...row, category, state, ...goods })
  }
  return seen
}
