import type { FileStore } from '#gateways/files.ts'
import type { OpenFile } from './sniff-file.ts'

/** The stored file as often as it is needed; each reading begins at the first byte. */
export async function openStoredFile(files: FileStore, key: string): Promise<OpenFile> {
  // Asks once beforehand, so that a missing file is told apart from a broken one.
  const stat = await files.stat(key)
  if (!stat) throw new Error(`the file of an import is gone: ${key}`)
  return () => files.readChunks(key)
}
