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

/** What our own rules refuse will be refused again: a person has to look. */
function endRefused(error: unknown): MessageEnd {
  if (!(error instanceof DomainError)) throw error
  switch (error.code) {
    case 'refund_exceeds':
    case 'order_state':
    case 'idempotency_conflict':
      return { state: 'stuck', reason: 'refund_exceeds' }
    case 'no_plan':
      return { state: 'stuck', reason: 'no_plan' }
    case 'not_found':
      return { state: 'stuck', reason: 'not_for_sale' }
    default:
      throw error
  }
}
