import type { Entry } from '@haowu/server/domain/ledger/entry.ts'
import { saleSplit } from '@haowu/server/domain/ledger/sale-entries.ts'
import { timeOrderedId } from './time-ordered-id.ts'

/** Orders split in four, among 3,600 parties and two hot accounts. */
export function createLedgerWorld(): () => Entry {
  const [suppliers, streamers, agencies] = [500, 3_000, 100].map(count =>
    Array.from({ length: count }, timeOrderedId),
  )
  const pick = (ids: string[] = []) => ids[Math.floor(Math.random() * ids.length)] ?? ''
  return () =>
    saleSplit({
      orderId: timeOrderedId(),
      shares: [
        { role: 'streamer', partyId: pick(streamers), amountFen: 1_200n },
        { role: 'agency', partyId: pick(agencies), amountFen: 400n },
        { role: 'platform', partyId: '', amountFen: 500n },
        { role: 'supplier', partyId: pick(suppliers), amountFen: 7_900n },
      ],
    })
}
