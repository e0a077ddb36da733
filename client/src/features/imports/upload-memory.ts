import { IMPORT_MODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'

const memory = z.object({
  uploadId: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  lastModified: z.number(),
  mode: z.enum(IMPORT_MODES),
  partBytes: z.number().positive(),
  parts: z.number().int().positive(),
  /** What the store answered for each part that has arrived. */
  etags: z.record(z.string(), z.string()),
})
/** An upload in parts that has not been completed: what a reload must not lose. */
export type UploadMemory = z.output<typeof memory>

const KEY = 'haowu.upload'

export function readUpload(): UploadMemory | undefined {
  try {
    return memory.parse(JSON.parse(localStorage.getItem(KEY) ?? 'null'))
  } catch {
    return undefined
  }
}

export function rememberUpload(upload: UploadMemory): void {
  localStorage.setItem(KEY, JSON.stringify(upload))
}

export function forgetUpload(): void {
  localStorage.removeItem(KEY)
}

/** Whether this is the file of the upload that was left: the browser tells no more of it than this. */
export function isSameFile(
  upload: UploadMemory,
  file: Pick<File, 'name' | 'size' | 'lastModified'>,
): boolean {
  return (
    upload.fileName === file.name && upload.bytes === file.size && upload.lastModified === file.lastModified
  )
}
