import type { FileStore } from '#gateways/files.ts'
import { convertWorkbook } from './convert-workbook.ts'
import type { OpenFile } from './sniff-file.ts'

/** An import's file in the store; of a workbook, the sheet that was chosen. */
export interface StoredFile {
  fileKey: string
  format: 'csv' | 'xlsx'
  sheet?: string | undefined
}

/**
 * The stored file as often as it is needed; each reading begins at the first byte. A workbook is read as the table its
 * sheet is; throws `workbook_unreadable` when it is none.
 */
export async function openStoredFile(
  files: FileStore,
  { fileKey, format, sheet }: StoredFile,
): Promise<OpenFile> {
  const key = format === 'xlsx' ? (await convertWorkbook(files, fileKey, sheet)).tableKey : fileKey
  // Asks once beforehand, so that a missing file is told apart from a broken one.
  const stat = await files.stat(key)
  if (!stat) throw new Error(`the file of an import is gone: ${key}`)
  return () => files.readChunks(key)
}
