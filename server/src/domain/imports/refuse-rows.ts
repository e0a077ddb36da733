import type { RowCode } from '@haowu/shared/imports.ts'
import { cleanCode, cutText, hasLostCharacter } from './clean-text.ts'
import { type Hash64, hashText } from './hash-bytes.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { hexOf } from './manifest.ts'
import type { FileRow } from './read-rows.ts'
import { severityOf } from './row-finding.ts'
import type { SniffedFile } from './sniff-file.ts'
import type { LineFinding, StagedFile } from './stage-file.ts'

/** What was read as the key may be another cell, or what is left of a number: such a row may name any item. */
const KEY_IN_DOUBT: ReadonlySet<RowCode> = new Set([
  'COLUMNS_MISMATCH',
  'RECORD_TOO_LONG',
  'SKU_EXCEL_DAMAGED',
])

/** What becomes of rows that do not go in: what there is to say of them, their cells, and which items they are about. */
export function createRefusals(staged: StagedFile, { mapping }: SniffedFile, skuHeader: string) {
  const skuColumn = mapping.columns.findIndex(column => column.field === 'sku')
  const hash: Hash64 = { high: 0, low: 0 }
  /** What stands in the cell of its code, whether or not it is one. */
  const skuOf = ({ cells }: FileRow) =>
    cutText(cleanCode(cells?.[skuColumn] ?? ''), IMPORT_LIMITS.valueCharacters)
  const tell = (finding: LineFinding) => {
    if (finding.severity === 'error') staged.errorLines.add(finding.line)
    else staged.warnings++
    if (staged.findings.length < IMPORT_LIMITS.errorsKept) staged.findings.push(finding)
  }

  /** Two rows that cannot both be right are both refused, each naming the other: the last one winning would hide it. */
  const refuseBoth = (
    code: RowCode,
    [first, second]: [number, number],
    cell: Omit<LineFinding, 'line' | 'code' | 'severity' | 'facts'>,
  ) => {
    const finding = { ...cell, code, severity: severityOf(code) }
    if (!staged.errorLines.has(first)) tell({ ...finding, line: first, facts: { otherLine: second } })
    tell({ ...finding, line: second, facts: { otherLine: first } })
    staged.takenBack.push(first)
    staged.memory.drop(first)
    staged.memory.drop(second)
  }

  const keep = ({ line, raw, cells }: FileRow) => {
    if (cells && staged.failed.length < IMPORT_LIMITS.errorsKept)
      staged.failed.push({ line, raw: hexOf(raw), cells })
  }

  /** A refused row still names its item, so that a full file does not take off what was only mistyped. */
  const refuse = (row: FileRow, codes: RowCode[]) => {
    keep(row)
    const sku = skuOf(row)
    const inDoubt =
      hasLostCharacter(row.cells?.[skuColumn] ?? '') || codes.some(code => KEY_IN_DOUBT.has(code))
    if (sku === '' || inDoubt) staged.nameless++
    else {
      hashText(sku, hash)
      staged.memory.addRefused(hash)
    }
  }
  const refuseUnreadable = ({ line, lines, cells }: FileRow) => {
    const code = cells ? 'RECORD_TOO_LONG' : 'COLUMNS_MISMATCH'
    const facts = cells ? { lines } : { expected: mapping.columns.length, found: 0 }
    tell({ code, severity: 'error', column: skuHeader, value: '', sku: '', line, facts })
  }

  return { skuOf, tell, refuseBoth, keep, refuse, refuseUnreadable }
}
