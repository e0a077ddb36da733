import type { SlotConflict } from '@haowu/shared/picks.ts'
import type { SheetRow } from './run-sheet-store.ts'
import { slotStanding } from './slot-standing.ts'

/** What threatens a slot; the facts of the whole sheet were read in one statement. What is sold is past all threats. */
export function slotConflicts(row: SheetRow): SlotConflict[] {
  const standing = slotStanding(row)
  if (standing === 'sold') return []
  if (standing === 'gone') return ['gone']
  const found: [SlotConflict, boolean][] = [
    ['report_forged', !row.reportGenuine],
    ['report_lapsed', !row.reportInForce],
    ['report_expires', row.reportInForce && row.reportExpiresBeforeEnd],
    ['hold_ends', row.holdEndsBeforeEnd],
    ['supplier_restricted', row.supplierRestricted],
  ]
  return found.flatMap(([conflict, holds]) => (holds ? [conflict] : []))
}
