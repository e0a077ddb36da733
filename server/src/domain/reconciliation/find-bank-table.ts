import { bankMapping, type BankMapping } from '@haowu/shared/bank-mapping.ts'
import type { Db } from '#db/database.ts'
import { placeColumns } from './bank-table-columns.ts'
import { accountAbove, readFirstRows } from './propose-bank-mapping.ts'
import { readBankTable } from './read-bank-table.ts'
import type { StatementParser } from './statement-parser.ts'

export interface KnownBankTable {
  accountId: string
  accountNo: string
  parser: StatementParser
}

/**
 * Whose a bank's own table is and how it is read, as somebody said once: the account it names, where it names one, else the only
 * account with such columns. Null for a table that has to be asked about, also when its bank has changed its columns since.
 */
export async function findBankTable(
  db: Db,
  open: () => AsyncIterable<Uint8Array>,
): Promise<KnownBankTable | null> {
  const rows = await readFirstRows(open())
  const fitting = (await listBankMappings(db)).flatMap(account => {
    const header = rows.find(({ cells }) => placeColumns(cells, account.mapping) !== null)
    return header ? [{ ...account, named: accountAbove(rows, header.line) }] : []
  })
  const named = fitting.filter(({ accountNo, named: found }) => found === accountNo)
  const unnamed = fitting.filter(({ named: found }) => found === null)
  const [only, ...others] = named.length > 0 ? named : unnamed
  if (!only || others.length > 0) return null
  const { accountId, accountNo, mapping } = only
  return { accountId, accountNo, parser: readBankTable(mapping) }
}

interface MappedAccount {
  accountId: string
  accountNo: string
  mapping: BankMapping
}

async function listBankMappings(db: Db): Promise<MappedAccount[]> {
  const rows = await db
    .selectFrom('statementAccount')
    .select(['id as accountId', 'accountNo', 'mapping'])
    .where('channel', '=', 'bank')
    .where('mapping', 'is not', null)
    .orderBy('accountNo')
    .execute()
  return rows.map(row => ({ ...row, mapping: bankMapping.parse(row.mapping) }))
}
