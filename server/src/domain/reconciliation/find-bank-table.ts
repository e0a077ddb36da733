import { bankMapping } from '@haowu/shared/bank-mapping.ts'
import { placeColumns } from './bank-table-columns.ts'
import { accountAbove, readFirstRows } from './propose-bank-mapping.ts'
import { readBankTable } from './read-bank-table.ts'
import type { StatementParser } from './statement-parser.ts'

/** An account whose bank's tables somebody has explained. */
export interface ExplainedAccount {
  accountNo: string
  mapping: unknown
}

/**
 * Whose a bank's own table is and how it is read, as somebody said once: the account it names, where it names one, else the only
 * account with such columns. Undefined for a table that has to be asked about, also when its bank has changed its columns since.
 */
export async function findBankTable(
  accounts: ExplainedAccount[],
  open: () => AsyncIterable<Uint8Array>,
): Promise<StatementParser | undefined> {
  if (accounts.length === 0) return undefined
  const rows = await readFirstRows(open())
  const fitting = accounts.flatMap(account => {
    const mapping = bankMapping.parse(account.mapping)
    const header = rows.find(({ cells }) => placeColumns(cells, mapping) !== null)
    return header ? [{ ...account, mapping, named: accountAbove(rows, header.line) }] : []
  })
  const named = fitting.filter(({ accountNo, named: found }) => found === accountNo)
  const unnamed = fitting.filter(({ named: found }) => found === null)
  const [only, ...others] = named.length > 0 ? named : unnamed
  if (!only || others.length > 0) return undefined
  return readBankTable(only.mapping, only.accountNo)
}
