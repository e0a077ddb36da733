import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { ImportDeps, ImportRun } from './import-run.ts'
import type { ColumnMapping } from './map-columns.ts'
import { openStoredFile } from './open-stored-file.ts'
import { readReading } from './reading.ts'
import { readRows } from './read-rows.ts'
import { parseLine } from './recognise-error-file.ts'
import { readSniffed } from './sniff-file.ts'

/** A row of an error file, and which row of its parent it is. */
export interface ReturnedRow {
  line: number
  parentLine: number
  cells: string[]
}

export interface ReturnedRows {
  mapping: ColumnMapping
  rows: ReturnedRow[]
}

/**
 * The rows of an error file that name a row its parent keeps for mending; no more of them than are kept. Null for any other
 * file. Read before the transaction that needs them: the file does not change.
 */
export async function readReturnedRows(
  deps: Pick<ImportDeps, 'db' | 'files'>,
  run: ImportRun,
): Promise<ReturnedRows | null> {
  if (run.parentId === null) return null
  const waiting = await readFailedLines(deps.db, run.parentId)
  const reading = await readReading(deps.db, run)
  const stored = await openStoredFile(deps.files, { ...run, sheet: reading.choices.sheet })
  return readSniffed(
    stored,
    async sniffed => {
      const { mapping } = sniffed
      const rows: ReturnedRow[] = []
      for await (const batch of readRows(stored, sniffed, () => false)) {
        for (const { line, cells } of batch) {
          const row = cells && toReturnedRow(mapping, line, cells)
          // A line that stands twice was copied: the first is the row, the other one is new.
          if (row && waiting.delete(row.parentLine)) rows.push(row)
        }
      }
      return { mapping, rows }
    },
    reading,
  )
}

/** Null for a row that names no line of the parent, or no item. */
export function toReturnedRow({ columns }: ColumnMapping, line: number, cells: string[]): ReturnedRow | null {
  const cellOf = (field: string) => cells[columns.findIndex(column => column.field === field)] ?? ''
  const parentLine = parseLine(cellOf('ignore.line'))
  return parentLine === null || cellOf('sku').trim() === '' ? null : { line, parentLine, cells }
}

async function readFailedLines(db: Db, importId: string): Promise<Set<number>> {
  const { rows } = await sql<{ line: number }>`
    SELECT line FROM import_failed_row WHERE import_id = ${importId}
  `.execute(db)
  return new Set(rows.map(row => row.line))
}
