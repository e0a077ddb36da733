import { rowMessage } from '@haowu/shared/row-messages.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { csvLine, UTF8_BOM } from './csv-text.ts'
import { ERROR_FILE_HEADERS } from './import-field.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { listFindings, type StoredFinding } from './list-findings.ts'
import { openStoredFile } from './open-stored-file.ts'
import { readRows } from './read-rows.ts'
import { type OpenFile, type SniffedFile, sniffFile } from './sniff-file.ts'

/**
 * The rows that did not go in, as the supplier wrote them in her own columns, with line, problem and repair in front. She
 * fixes them there and drops the file again: the three columns are recognised and passed over. `not_found` for another's.
 */
export async function writeErrorFile(
  deps: { db: Db; files: FileStore },
  { supplierId, importId, language }: { supplierId: string; importId: string; language: 'zh' | 'en' },
): Promise<{ fileName: string; text: AsyncIterable<string> }> {
  const file = await deps.db
    .selectFrom('itemImport')
    .select(['fileKey', 'fileName', 'format', 'encoding'])
    .where('id', '=', importId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!file) throw new DomainError('not_found', { what: 'import' })
  const query = { supplierId, importId, limit: IMPORT_LIMITS.errorsKept }
  const findings = (await listFindings(deps.db, query)).rows.filter(({ severity }) => severity !== 'warning')
  const open = await openStoredFile(deps.files, {
    fileKey: file.fileKey,
    format: file.format === 'xlsx' ? 'xlsx' : 'csv',
  })
  const fileName = `${file.fileName.replace(/\.\w{1,5}$/, '')}-${ERROR_FILE_HEADERS.error}.csv`
  const sniffed = await sniffFile(open, { notUtf8: file.encoding === 'gb18030' })
  const byLine = Map.groupBy(findings, finding => finding.line)
  return { fileName, text: errorLines({ open, sniffed }, byLine, language) }
}

async function* errorLines(
  { open, sniffed }: { open: OpenFile; sniffed: SniffedFile },
  byLine: Map<number, StoredFinding[]>,
  language: 'zh' | 'en',
): AsyncGenerator<string> {
  // When our own error file comes back with some rows still wrong, its three columns are not repeated.
  const kept = sniffed.mapping.columns.flatMap(({ field }, index) =>
    field?.startsWith('ignore.') ? [] : [index],
  )
  const headers = kept.map(index => sniffed.mapping.columns[index]?.header ?? '')
  yield UTF8_BOM + csvLine([...Object.values(ERROR_FILE_HEADERS), ...headers])
  for await (const rows of readRows(open, sniffed, (_, line) => !byLine.has(line))) {
    for (const { line, cells } of rows) {
      const messages = (byLine.get(line) ?? []).map(finding => ({
        ...finding,
        ...rowMessage(finding, language),
      }))
      const problems = messages.map(({ column, problem }) => `${column}: ${problem}`).join('; ')
      const repairs = messages.map(({ repair }) => repair).join('; ')
      yield csvLine([String(line), problems, repairs, ...kept.map(index => cells?.[index] ?? '')])
    }
  }
}
