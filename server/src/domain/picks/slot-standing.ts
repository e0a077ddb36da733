import type { SlotStanding } from '@haowu/shared/picks.ts'
import type { SheetRow } from './run-sheet-store.ts'

/** Where a piece of the sheet stands at this moment. */
export function slotStanding(row: Pick<SheetRow, 'heldHere' | 'beingPaid' | 'holdState'>): SlotStanding {
  if (row.holdState === 'sold') return 'sold'
  if (row.holdState === 'active' && row.beingPaid) return 'being_paid'
  return row.heldHere ? 'held' : 'gone'
}
