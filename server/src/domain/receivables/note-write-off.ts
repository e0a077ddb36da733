import type { AuditAction } from '@haowu/shared/audit-actions.ts'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'

/** Who did what about a debt that is given up. */
export async function noteWriteOff(
  trx: Transaction<Database>,
  act: { action: AuditAction; userId: string; receivableId: string; facts: Record<string, string> },
): Promise<void> {
  const { action, userId, receivableId, facts } = act
  await recordAct(trx, {
    actor: `user:${userId}`,
    action,
    subjectType: 'receivable',
    subjectId: receivableId,
    facts,
  })
}
