import type { ChannelStuckReason } from '@haowu/shared/channel-orders.ts'
import type { Db } from '#db/database.ts'
import type { ElsewhereSecrets } from '#domain/orders/sell-elsewhere.ts'
import { DomainError } from '#domain/domain-error.ts'
import { applyMessage } from './apply-message.ts'
import { endMessage, findDueMessages, lockMessage, type MessageEnd, noteFailedTry } from './message-store.ts'

export interface ProcessDeps {
  db: Db
  secrets: ElsewhereSecrets
}

/**
 * Works on the messages that are due, up to `limit`, each in a transaction of its own: whoever dies in one leaves it as it was. One that
 * fails stands in nobody's way: it comes again later, and after the eighth time waits for a person. Returns how many it looked at.
 */
export async function processMessages(
  deps: ProcessDeps,
  { limit, onError = () => {} }: { limit: number; onError?: (error: unknown) => void },
): Promise<number> {
  const due = await findDueMessages(deps.db, limit)
  for (const messageId of due) {
    try {
      await processMessage(deps, messageId)
    } catch (error) {
      onError(error)
      await noteFailedTry(deps.db, messageId)
    }
  }
  return due.length
}

async function processMessage({ db, secrets }: ProcessDeps, messageId: string): Promise<void> {
  const refused = await db
    .transaction()
    .execute(async trx => {
      const message = await lockMessage(trx, messageId)
      if (!message) return
      await endMessage(trx, messageId, await applyMessage(trx, secrets, message))
    })
    .catch(endRefused)
  if (refused) await db.transaction().execute(trx => endMessage(trx, messageId, refused))
}

const STUCK_FOR: Partial<Record<string, ChannelStuckReason>> = {
  refund_exceeds: 'refund_exceeds',
  order_state: 'refund_exceeds',
  idempotency_conflict: 'refund_exceeds',
  no_plan: 'no_plan',
  not_found: 'not_for_sale',
}

/** What our own rules refuse will be refused again: a person has to look. */
function endRefused(error: unknown): MessageEnd {
  if (!(error instanceof DomainError)) throw error
  const reason = STUCK_FOR[error.code]
  if (!reason) throw error
  return { state: 'stuck', reason }
}
