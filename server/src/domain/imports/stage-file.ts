import type { RowCode } from '@haowu/shared/imports.ts'
import type pg from 'pg'
import { DomainError } from '#domain/domain-error.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { type CheckedRow, compileRowCheck } from './check-row.ts'
import { copyStagedRows } from './copy-staged-rows.ts'
import { encodeRow } from './encode-row.ts'
import { type Hash64, hashText } from './hash-bytes.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import type { Manifest } from './manifest.ts'
import { type FileRow, readRows } from './read-rows.ts'
import { type RowFinding, severityOf } from './row-finding.ts'
import { createSeenRecords, type SeenRecords } from './seen-records.ts'
import type { OpenFile, SniffedFile } from './sniff-file.ts'

export interface LineFinding extends RowFinding {
  line: number
  sku: string
}

export interface StagedFile {
  rows: number
  /** Rows whose raw record the manifest knows. */
  known: number
  /** Rows written to `import_row`. */
  staged: number
  repeated: number
  ignored: number
  /** Lines of rows that are refused. */
  errorLines: Set<number>
  warnings: number
  /** Told to the supplier; capped, while the numbers above are of the whole file. */
  findings: LineFinding[]
  /** Lines already staged that turned out to be one of several with the same SKU or identity. */
  takenBack: number[]
  seen: SeenRecords
}

export interface StagingRun {
  importId: string
  runToken: bigint
  manifest: Manifest
  rules: ReportRules
}

/**
 * Reads every row of the file once and stages those that the manifest does not know and the row check accepts. Reader and
 * database work at the same time; back-pressure keeps memory flat whatever the size of the file.
 */
export async function stageFile(
  deps: { pool: pg.Pool; open: OpenFile },
  sniffed: SniffedFile,
  run: StagingRun,
): Promise<StagedFile> {
  const staged = emptyStage(run.manifest.size)
  const checkRow = compileRowCheck(sniffed.mapping, run.rules)
  const skuHeader = headerOf(sniffed, 'sku')
  const identities = new Map<string, number>()
  const sku: Hash64 = { high: 0, low: 0 }

  const isKnown = (raw: Hash64, line: number) => {
    if (!run.manifest.knows(raw, sku)) return false
    noteSeen(raw, line, '') || staged.known++
    return true
  }

  /** True when this SKU stood in the file before; `sku` holds its hash. */
  const noteSeen = (raw: Hash64, line: number, text: string): boolean => {
    const earlier = staged.seen.add(raw, sku, line)
    if (!earlier) return false
    if (earlier.same) staged.repeated++
    else refusePair('DUPLICATE_SKU', [earlier.line, line], { column: skuHeader, value: text, sku: text })
    return true
  }

  const refusePair = (
    code: RowCode,
    [first, second]: [number, number],
    { column, value, sku: of }: { column: string; value: string; sku: string },
  ) => {
    const finding = { code, severity: severityOf(code), column, value, sku: of }
    for (const [line, otherLine] of [
      [first, second],
      [second, first],
    ] as const) {
      if (line === first && staged.errorLines.has(line)) continue
      report({ ...finding, line, facts: { otherLine } })
    }
    staged.takenBack.push(first)
    staged.seen.drop(first)
  }

  const report = (finding: LineFinding) => {
    if (finding.severity === 'error') staged.errorLines.add(finding.line)
    else staged.warnings++
    if (staged.findings.length < IMPORT_LIMITS.errorsKept) staged.findings.push(finding)
  }

  const accept = (row: CheckedRow, { line, raw }: FileRow): boolean => {
    hashText(row.sku, sku)
    if (noteSeen(raw, line, row.sku)) return false
    if (row.identity === null) return true
    const earlier = identities.get(row.identity)
    if (earlier !== undefined) {
      staged.seen.drop(line)
      const column = headerOf(sniffed, row.identity.startsWith('IMEI') ? 'imei' : 'serial')
      refusePair('DUPLICATE_IDENTITY', [earlier, line], { column, value: row.identity, sku: row.sku })
      return false
    }
    identities.set(row.identity, line)
    return true
  }

  const stage = (row: FileRow): string => {
    if (!row.cells || row.lines > IMPORT_LIMITS.recordLines) {
      const code = row.cells ? 'RECORD_TOO_LONG' : 'COLUMNS_MISMATCH'
      report({
        code,
        severity: 'error',
        column: skuHeader,
        value: '',
        sku: '',
        line: row.line,
        facts: { lines: row.lines },
      })
      return ''
    }
    const { row: checked, findings, ignored } = checkRow(row.cells)
    const text = checked?.sku ?? findings.find(finding => finding.column === skuHeader)?.value ?? ''
    for (const finding of findings.slice(0, IMPORT_LIMITS.errorsPerRow))
      report({ ...finding, line: row.line, sku: text })
    if (ignored) staged.ignored++
    if (!checked || !accept(checked, row)) return ''
    staged.staged++
    return encodeRow(checked, {
      importId: run.importId,
      runToken: run.runToken,
      line: row.line,
      raw: row.raw,
    })
  }

  async function* lines() {
    const batches = readRows(deps.open, sniffed, isKnown)
    for (let batch = await batches.next(); ; batch = await batches.next()) {
      if (batch.done) {
        staged.rows = batch.value
        return
      }
      const text = batch.value.map(stage).join('')
      if (text !== '') yield text
    }
  }
  await copyStagedRows(deps.pool, lines())
  if (staged.rows === 0) throw new DomainError('no_rows')
  return staged
}

function emptyStage(expected: number): StagedFile {
  return {
    rows: 0,
    known: 0,
    staged: 0,
    repeated: 0,
    ignored: 0,
    errorLines: new Set(),
    warnings: 0,
    findings: [],
    takenBack: [],
    seen: createSeenRecords(expected),
  }
}

function headerOf({ mapping }: SniffedFile, field: string): string {
  return mapping.columns.find(column => column.field === field)?.header ?? field
}
