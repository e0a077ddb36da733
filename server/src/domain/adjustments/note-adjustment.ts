import type { AuditAction } from '@haowu/shared/audit-actions.ts'
import type { NoticeKind } from '@haowu/shared/notices.ts'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import type { Adjustment } from './adjustment.ts'

type Noted = Pick<Adjustment, 'id' | 'no' | 'amountFen'>

/** Who did what about an adjustment, and, where a notice is named, told to finance. */
export async function noteAdjustment(
  trx: Transaction<Database>,
  { id, no, amountFen }: Noted,
  act: { action: AuditAction; userId: string; tell?: NoticeKind },
): Promise<void> {
  const facts = { no, amountFen: amountFen.toString() }
  await recordAct(trx, {
    actor: `user:${act.userId}`,
    action: act.action,
    subjectType: 'adjustment',
    subjectId: id,
    facts,
  })
  if (act.tell === undefined) return
  const partyId = await readPlatformId(trx)
  await tellParty(trx, { partyId, kind: act.tell, key: `adjustment:${id}:${act.tell}`, refId: id, facts })
}
