import type { BankMapping, BankProposal } from '@haowu/shared/bank-mapping.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { proposeBankMapping } from './propose-bank-mapping.ts'
import { readBankTable } from './read-bank-table.ts'
import type { StatementLineDraft, StatementTotals } from './statement-parser.ts'
import { type RefusalFacts, StatementRefusal } from './statement-refusal.ts'

interface Deps {
  db: Db
  files: Pick<FileStore, 'readChunks'>
}

export interface AskedTable {
  fileName: string
  proposal: BankProposal | null
  /** Accounts we know, of which this may be one. */
  accounts: { accountNo: string; name: string }[]
}

/** What a person sees of a stored bank table before she says what its columns are. Throws `not_found`. */
export async function askBankTable({ db, files }: Deps, fileId: string): Promise<AskedTable> {
  const file = await findBankFile(db, fileId)
  const accounts = await db
    .selectFrom('statementAccount')
    .select(['accountNo', 'name'])
    .where('channel', '=', 'bank')
    .orderBy('name')
    .orderBy('accountNo')
    .execute()
  const proposal = await refusedAsNull(() => proposeBankMapping(files.readChunks(file.fileKey)))
  return { fileName: file.fileName, proposal, accounts }
}

/** What a table is that cannot even be cut into rows: nothing to propose. */
async function refusedAsNull<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof StatementRefusal || error instanceof DomainError) return null
    throw error
  }
}

export interface TriedMapping {
  lines: StatementLineDraft[]
  /** How many lines were read without a fault; of a very long table not all. */
  lineCount: number
  totals: StatementTotals | null
  refusal: ({ rule: string } & RefusalFacts) | null
}

const LINES_SHOWN = 5
/** More than a month of a busy account; a person waits for the answer. */
const MOST_LINES = 50_000

/** How a table would be read by a mapping: its first lines and its totals, or why it would be refused. Throws `not_found`. */
export async function tryBankMapping(
  { db, files }: Deps,
  { fileId, mapping }: { fileId: string; mapping: BankMapping },
): Promise<TriedMapping> {
  const { fileKey } = await findBankFile(db, fileId)
  const lines: StatementLineDraft[] = []
  let lineCount = 0
  const reading = readBankTable(mapping).parse(files.readChunks(fileKey))
  try {
    for (let next = await reading.next(); lineCount < MOST_LINES; next = await reading.next()) {
      if (next.done) return { lines, lineCount, totals: next.value, refusal: null }
      if (lines.length < LINES_SHOWN) lines.push(next.value)
      lineCount++
    }
    return { lines, lineCount, totals: null, refusal: null }
  } catch (error) {
    if (!(error instanceof StatementRefusal)) throw error
    return { lines, lineCount, totals: null, refusal: { rule: error.rule, ...error.facts } }
  } finally {
    await reading.return({ ...NOTHING })
  }
}

const NOTHING: StatementTotals = {
  lineCount: 0,
  inFen: 0n,
  outFen: 0n,
  openingFen: null,
  closingFen: null,
  dayFrom: '',
  dayTo: '',
  accountNo: null,
}

async function findBankFile(db: Db, fileId: string): Promise<{ fileKey: string; fileName: string }> {
  const file = await db
    .selectFrom('statementFile')
    .select(['fileKey', 'fileName'])
    .where('id', '=', fileId)
    .where('kind', '=', 'bank')
    .executeTakeFirst()
  if (!file) throw new DomainError('not_found')
  return file
}
