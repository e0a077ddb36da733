import { hash } from 'node:crypto'
import type { AccountCode } from './accounts.ts'
import type { Entry } from './entry.ts'

/** How a batch is written in SQL: sixteen parameters, from `$1` on. */
export const BATCH_SQL = `ROW(${Array.from({ length: 16 }, (_, index) => `$${index + 1}`).join(', ')})::ledger.batch`

/**
 * Entries as the columns of `ledger.batch`, each an array literal. Accounts are named once and then by place,
 * because a batch mentions few accounts often.
 */
export function encodeBatch(entries: readonly Entry[]): string[] {
  const places = new Map<AccountCode, number>()
  const legEntries: number[] = []
  const legSeqs: number[] = []
  const legDebits: number[] = []
  const legCredits: number[] = []
  const legAmounts: bigint[] = []
  const legOrders: string[] = []
  for (const [index, entry] of entries.entries()) {
    if (entry.legs.length === 0) throw new RangeError(`an entry that moves nothing: ${entry.key}`)
    for (const [legIndex, leg] of entry.legs.entries()) {
      legEntries.push(index + 1)
      legSeqs.push(legIndex + 1)
      legDebits.push(placeOf(places, leg.debit))
      legCredits.push(placeOf(places, leg.credit))
      legAmounts.push(leg.amountFen)
      legOrders.push(leg.orderId ?? 'NULL')
    }
  }
  return [
    texts(entries.map(entry => entry.key)),
    // Array elements that begin with a backslash need a second one.
    `{${entries.map(entry => `"\\\\x${requestHash(entry)}"`).join()}}`,
    texts(entries.map(entry => entry.kind)),
    texts(entries.map(entry => entry.refType)),
    texts(entries.map(entry => entry.refId)),
    texts(entries.map(entry => entry.actor)),
    `{${entries.map(entry => (entry.effectiveAt ? `"${entry.effectiveAt.toISOString()}"` : 'NULL')).join()}}`,
    `{${entries.map(entry => entry.reverses ?? 'NULL').join()}}`,
    `{${entries.map(entry => entry.legs.length).join()}}`,
    texts([...places.keys()]),
    `{${legEntries.join()}}`,
    `{${legSeqs.join()}}`,
    `{${legDebits.join()}}`,
    `{${legCredits.join()}}`,
    `{${legAmounts.join()}}`,
    `{${legOrders.join()}}`,
  ]
}

/** What makes two requests the same: everything but who asked. Half of SHA-256 tells bodies apart well enough. */
function requestHash(entry: Entry): string {
  const body = [
    entry.kind,
    entry.refType,
    entry.refId,
    entry.effectiveAt?.toISOString() ?? '',
    entry.reverses ?? '',
  ]
  for (const leg of entry.legs) body.push(leg.debit, leg.credit, leg.amountFen, leg.orderId ?? '')
  return hash('sha256', body.join('\u0000'), 'hex').slice(0, 32)
}

function placeOf(places: Map<AccountCode, number>, code: AccountCode): number {
  const known = places.get(code)
  if (known !== undefined) return known
  places.set(code, places.size + 1)
  return places.size
}

function texts(values: readonly string[]): string {
  return `{${values.map(quoted).join()}}`
}

const NEEDS_ESCAPE = /["\\]/

function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
}
