import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { BankFormat, BankStatements } from '../bank.ts'
import type { BankStatement } from './bank-statement.ts'
import { type BankFault, plantFault } from './plant-faults.ts'
import { type BankHabits, readBankStatement, USUAL_HABITS } from './read-bank-statement.ts'
import { writeBai2 } from './write-bai2.ts'
import { writeBankCsv, writeBankWorkbook } from './write-bank-table.ts'
import { writeCamt053 } from './write-camt053.ts'
import { writeMt940 } from './write-mt940.ts'

export interface BankSimulatorSettings {
  db: Db
  accountNo: string
  holder: string
  habits?: Partial<BankHabits>
  /** Planted in every statement that is fetched. */
  fault?: BankFault
}

/** Our account at the simulated bank, into which channels hand over what buyers paid, and from which parties are paid. */
export const OUR_BANK_ACCOUNT = { accountNo: '6214830100880066', holder: '好物联盟科技有限公司' } as const

/** Where deposits lie: an account of its own, into which their channel hands over and from which exits are paid. */
export const OUR_DEPOSIT_ACCOUNT = { accountNo: '6214830100880074', holder: '好物联盟科技有限公司' } as const

/** Statements of a day are there from nine in the morning of the next. */
const READY_AT_HOUR = 9

/** A bank for development, demo and tests: what it says about us follows from what we paid and were paid. */
export function createBankSimulator(settings: BankSimulatorSettings): BankStatements {
  const { db, accountNo, holder, fault } = settings
  const habits = { ...USUAL_HABITS, ...settings.habits }
  return {
    async fetchStatement(wanted) {
      const ofDeposits = wanted.accountNo === OUR_DEPOSIT_ACCOUNT.accountNo
      if (wanted.accountNo !== accountNo && !ofDeposits) return { outcome: 'none' }
      if (!(await isReady(db, wanted.day))) return { outcome: 'not_ready' }
      const account = ofDeposits ? OUR_DEPOSIT_ACCOUNT : { accountNo, holder }
      const read = await readBankStatement(db, account, { day: wanted.day, habits, ofDeposits })
      if (read.movements.length === 0) return { outcome: 'none' }
      const statement = fault && !ofDeposits ? plantFault(read, fault) : read
      return {
        outcome: 'answered',
        fileName: `${account.accountNo}-${wanted.day}.${EXTENSIONS[wanted.format]}`,
        bytes: await writeStatement(statement, wanted.format),
      }
    },
  }
}

async function isReady(db: Db, day: string): Promise<boolean> {
  const { rows } = await sql<{ ready: boolean }>`
    SELECT app_now() >= ((${day}::date + 1) + make_interval(hours => ${READY_AT_HOUR}::int)) AT TIME ZONE 'Asia/Shanghai'
      AS ready`.execute(db)
  return rows[0]?.ready === true
}

const EXTENSIONS: Record<BankFormat, string> = {
  mt940: 'sta',
  camt053: 'xml',
  bai2: 'bai',
  csv: 'csv',
  xlsx: 'xlsx',
}

export async function writeStatement(statement: BankStatement, format: BankFormat): Promise<Buffer> {
  const bytes = await write(statement, format)
  const { currency } = statement
  // Tables do not say in which currency they are.
  if (currency === undefined || format === 'csv' || format === 'xlsx') return bytes
  return Buffer.from(bytes.toString().replaceAll('CNY', currency))
}

async function write(statement: BankStatement, format: BankFormat): Promise<Buffer> {
  switch (format) {
    case 'mt940':
      return writeMt940(statement)
    case 'camt053':
      return writeCamt053(statement)
    case 'bai2':
      return writeBai2(statement)
    case 'csv':
      return writeBankCsv(statement)
    case 'xlsx':
      return writeBankWorkbook(statement)
  }
}
