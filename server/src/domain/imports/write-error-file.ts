import { rowMessage } from '@haowu/shared/row-messages.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { csvLine, UTF8_BOM } from './csv-text.ts'
import { columnsOfErrorFile } from './error-file-columns.ts'
import { errorFileName } from './error-file-name.ts'
import { mendedCells, type StoredFailedRow } from './failed-row.ts'
import { ERROR_FILE_HEADERS } from './import-field.ts'
import { type CellFinding, viewFailedRows } from './list-failed-rows.ts'
import type { ColumnMapping } from './map-columns.ts'

type Language = 'zh' | 'en'
interface Scope {
  supplierId: string
  importId: string
}

const ROWS_PER_BATCH = 500

/**
 * The rows that did not go in, with the cells mended so far, in the supplier's own columns, with line, problem and repair
 * in front. She fixes them there and drops the file again. `not_found` for another's import.
 */
export async function writeErrorFile(
  { db }: { db: Db },
  { language, ...scope }: Scope & { language: Language },
): Promise<{ fileName: string; text: AsyncIterable<string> }> {
  const file = await db
    .selectFrom('itemImport')
    .select(['fileName', 'mapping'])
    .where('id', '=', scope.importId)
    .where('supplierId', '=', scope.supplierId)
    .executeTakeFirst()
  if (!file) throw new DomainError('not_found', { what: 'import' })
  const mapping = file.mapping as ColumnMapping | null
  return {
    fileName: errorFileName(file.fileName, scope.importId),
    text: errorLines(db, { ...scope, columns: mapping?.columns ?? [] }, language),
  }
}

async function* errorLines(
  db: Db,
  { columns, ...scope }: Scope & Pick<ColumnMapping, 'columns'>,
  language: Language,
): AsyncGenerator<string> {
  const kept = columnsOfErrorFile(columns)
  const headers = kept.map(index => columns[index]?.header ?? '')
  yield UTF8_BOM + csvLine([...Object.values(ERROR_FILE_HEADERS), ...headers])
  for (let after = 0; ; ) {
    const stored = await readOpenRows(db, scope.importId, after)
    const last = stored.at(-1)
    if (!last) return
    after = last.line
    const views = await viewFailedRows(db, scope, stored)
    yield stored
      .map((row, at) => {
        const cells = mendedCells(row)
        // What a row has beyond the header is what is wrong with it, and stays to be seen.
        const own = [...kept.map(index => cells[index] ?? ''), ...cells.slice(columns.length)]
        return csvLine([String(row.line), ...tell(views[at]?.findings ?? [], language), ...own])
      })
      .join('')
  }
}

async function readOpenRows(db: Db, importId: string, after: number): Promise<StoredFailedRow[]> {
  const { rows } = await sql<StoredFailedRow>`
    SELECT line, cells, patched, state FROM import_failed_row
    WHERE import_id = ${importId} AND state = 'open' AND line > ${after}
    ORDER BY line LIMIT ${ROWS_PER_BATCH}
  `.execute(db)
  return rows
}

function tell(findings: CellFinding[], language: Language): [problems: string, repairs: string] {
  const messages = findings
    .filter(({ severity }) => severity !== 'warning')
    .map(finding => ({ ...finding, ...rowMessage(finding, language) }))
  return [
    messages.map(({ column, problem }) => `${column}: ${problem}`).join('; '),
    messages.map(({ repair }) => repair).join('; '),
  ]
}
