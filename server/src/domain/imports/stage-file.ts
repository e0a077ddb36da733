import { DomainError } from '#domain/domain-error.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { type CheckedRow, compileRowCheck } from './check-row.ts'
import type { CopyConnection } from './copy-connection.ts'
import { copyStagedRows } from './copy-staged-rows.ts'
import { createFileMemory, type FileMemory } from './file-memory.ts'
import { type Hash64, hashText } from './hash-bytes.ts'
import { createHashTable, type HashTable } from './hash-table.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import type { Manifest } from './manifest.ts'
import { nameColumnsOf } from './name-column.ts'
import { type FileRow, readRows } from './read-rows.ts'
import { createRefusals } from './refuse-rows.ts'
import type { RowFinding } from './row-finding.ts'
import type { OpenFile, SniffedFile } from './sniff-file.ts'
import type { RawRecord } from './split-records.ts'
import { createQuickIntake } from './take-quickly.ts'
import { createRowWriter } from './write-rows.ts'

export interface LineFinding extends RowFinding {
  line: number
  sku: string
}

export interface FailedRow {
  line: number
  raw: string
  cells: string[]
}

export interface StagedFile {
  rows: number
  /** Rows that say exactly what an earlier row said. */
  repeated: number
  /** Example rows of our template. */
  ignored: number
  /** Totals, blank rows and headers again, which are no rows. */
  passedOver: number
  /** Rows written to `import_row`, and how many of them have a report. */
  written: number
  writtenReports: number
  /** Whether one of them says what only the catalogue can judge: it has no number of its own, or takes an item off. */
  needsCatalogue: boolean
  /** Lines of rows that are refused. */
  errorLines: Set<number>
  warnings: number
  /** Told to the supplier; capped, while the numbers above are of the whole file. */
  findings: LineFinding[]
  /** The cells of refused rows, for mending them in place; capped like the findings. */
  failed: FailedRow[]
  /** Refused rows that do not say which item they are about: a full file then cannot say what it leaves out. */
  nameless: number
  /** Lines already staged that turned out to be one of several with the same SKU or identity. */
  takenBack: number[]
  memory: FileMemory
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
  deps: { copies: CopyConnection; open: OpenFile },
  sniffed: SniffedFile,
  run: StagingRun,
): Promise<StagedFile> {
  const staged: StagedFile = {
    rows: 0,
    repeated: 0,
    ignored: 0,
    passedOver: 0,
    written: 0,
    writtenReports: 0,
    needsCatalogue: false,
    errorLines: new Set(),
    warnings: 0,
    findings: [],
    failed: [],
    nameless: 0,
    takenBack: [],
    memory: createFileMemory(run.manifest),
  }
  const identities = createHashTable(0)
  const writer = createRowWriter(run)
  const judge = createJudge(staged, sniffed, { rules: run.rules, identities })
  const intake = createQuickIntake(sniffed, { memory: staged.memory, identities, writer })
  const isDone = (raw: Hash64, line: number, record: RawRecord): boolean => {
    if (judge.isKnown(raw, line, () => intake.skuOf(record))) return true
    const taken = intake.take(record, raw)
    if (!taken) return false
    staged.written++
    if (!taken.hasIdentity) staged.needsCatalogue = true
    return true
  }

  async function* lines() {
    const batches = readRows(deps.open, sniffed, isDone)
    for (let batch = await batches.next(); ; batch = await batches.next()) {
      if (batch.done) {
        staged.rows = batch.value - staged.passedOver
        yield writer.take()
        return
      }
      for (const row of batch.value) {
        const accepted = judge.accept(row)
        if (!accepted) continue
        writer.write(accepted, row)
        staged.written++
        if (accepted.report) staged.writtenReports++
        if (accepted.identity === null || accepted.withdraw) staged.needsCatalogue = true
      }
      if (writer.isFull()) yield writer.take()
    }
  }
  await copyStagedRows(deps.copies, lines())
  identities.release()
  if (staged.rows === 0) throw new DomainError('no_rows')
  return staged
}

/** Decides which rows go in, and notes into `staged` what there is to say about the others. */
function createJudge(
  staged: StagedFile,
  sniffed: SniffedFile,
  { rules, identities }: { rules: ReportRules; identities: HashTable },
) {
  const checkRow = compileRowCheck(sniffed.mapping, rules, sniffed.words)
  const nameColumn = nameColumnsOf(sniffed.mapping)
  const skuHeader = nameColumn('sku')
  const hash: Hash64 = { high: 0, low: 0 }

  const { skuOf, tell, refuseBoth, keep, refuse, refuseUnreadable } = createRefusals(
    staged,
    sniffed,
    skuHeader,
  )

  const clashes = ({ sku, identity }: CheckedRow, row: FileRow): boolean => {
    const { line, raw } = row
    hashText(sku, hash)
    const earlier = staged.memory.add(raw, hash, line)
    if (earlier?.same) staged.repeated++
    else if (earlier)
      refuseBoth('DUPLICATE_SKU', [earlier.line, line], { column: skuHeader, value: sku, sku })
    if (earlier && !earlier.same) keep(row)
    if (earlier) return true
    if (identity === null) return false
    hashText(identity, hash)
    const first = identities.add(hash, line)
    if (first === line) return false
    const column = nameColumn(identity.startsWith('IMEI') ? 'imei' : 'serial')
    refuseBoth('DUPLICATE_IDENTITY', [first, line], { column, value: identity, sku })
    keep(row)
    return true
  }

  return {
    /** True for a record that needs no look. */
    isKnown(raw: Hash64, line: number, skuOf: () => Hash64 | null): boolean {
      const found = staged.memory.recognise(raw, line, skuOf)
      if (found === 'new') return false
      if (found === 'repeated') staged.repeated++
      else if (found !== 'known') {
        refuseBoth('DUPLICATE_SKU', [found.clashesWith, line], { column: skuHeader, value: '', sku: '' })
      }
      return true
    },
    /** The row as checked, or null when it does not go in. */
    accept(row: FileRow): CheckedRow | null {
      if (!row.cells || row.lines > IMPORT_LIMITS.recordLines) {
        refuseUnreadable(row)
        refuse(row, ['COLUMNS_MISMATCH'])
        return null
      }
      const { row: checked, findings, skipped } = checkRow(row.cells)
      if (skipped) staged[skipped]++
      if (findings.length > 0) {
        const sku = skuOf(row)
        for (const finding of findings.slice(0, IMPORT_LIMITS.errorsPerRow))
          tell({ ...finding, line: row.line, sku })
      }
      if (checked && !clashes(checked, row)) return checked
      if (!checked && !skipped)
        refuse(
          row,
          findings.map(({ code }) => code),
        )
      return null
    },
  }
}
