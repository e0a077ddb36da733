import { readXlsx, streamXlsxRows } from 'hucre/xlsx'
import { DomainError } from '#domain/domain-error.ts'
import { guardZip } from './guard-zip.ts'

/** One row of a sheet: its number as Excel shows it, and its cells as text. */
export interface SheetRow {
  line: number
  cells: string[]
}

/**
 * The names of the sheets a person sees when she opens the workbook. Throws `workbook_unreadable` for an archive that is
 * no workbook, is damaged, or would unpack beyond all bounds.
 */
export async function listSheets(workbook: Buffer): Promise<string[]> {
  const names = await guardZip(workbook)
  if (!names.includes('xl/workbook.xml')) throw new DomainError('workbook_unreadable', { found: 'zip' })
  const sheets: string[] = []
  try {
    await readXlsx(workbook, {
      sheets: ({ name, hidden, veryHidden }) => {
        if (!hidden && !veryHidden) sheets.push(name)
        return false
      },
    })
  } catch {
    throw new DomainError('workbook_unreadable', { found: 'damaged' })
  }
  return sheets
}

/** The rows of one sheet in order; rows without any cell are left out, so that numbers may jump. */
export async function* readSheet(workbook: Buffer, sheet: string): AsyncGenerator<SheetRow> {
  try {
    for await (const { index, values } of streamXlsxRows(workbook, { sheet }))
      yield { line: index + 1, cells: values.map(cellText) }
  } catch {
    throw new DomainError('workbook_unreadable', { found: 'damaged' })
  }
}

/** What Excel shows for a formula that failed; such a cell says nothing. */
const FAILED_FORMULA = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/
/** Excel keeps fifteen digits of a number. */
const EXACT_BELOW = 1e15
const DIGITS_KEPT = 15

/**
 * A cell as text. A whole number of up to fifteen digits is exact, so that an IMEI survives; beyond that Excel has lost
 * digits, and the number is written in the form that the row check knows for damaged. A line break is a lone CR here: it
 * ends no line of the table, whose lines have the numbers of Excel's rows.
 */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (value instanceof Date) return dateText(value)
  const text = String(value)
  return FAILED_FORMULA.test(text) ? '' : text.replace(/\r\n?|\n/g, '\r')
}

function numberText(value: number): string {
  if (Math.abs(value) >= EXACT_BELOW) return value.toExponential()
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS_KEPT)))
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const [day = '', time = ''] = value.toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`
}
