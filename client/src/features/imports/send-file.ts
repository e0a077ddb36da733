import type { ImportMode, ImportSource } from '@haowu/shared/imports.ts'
import { z } from 'zod'
import { postFile, type UploadWatch } from '#api/post-file.ts'
import { sendInParts } from '#features/imports/send-in-parts.ts'

export type UploadReceipt = { importId: string; repeated: boolean }
/** What a person sends; programs have a door of their own. */
type UploadSource = Extract<ImportSource, 'upload' | 'paste' | 'error_file'>
export type UploadAs = { mode: ImportMode; source: UploadSource; parentId?: string }

/** Files up to here go in one request; a longer one is worth being resumed. */
const ONE_REQUEST_BYTES = 8 * 1_048_576

const receipt = z.object({ importId: z.string(), repeated: z.boolean() })

/**
 * Sends a file to be imported, with progress from 0 to 1 of what has left the browser. Rejects with the server's failure, or
 * with a TypeError when the connection broke. `repeated` means that the very same file had been uploaded before.
 */
export async function sendFile(file: File, as: UploadAs, watch?: UploadWatch): Promise<UploadReceipt> {
  if (file.size > ONE_REQUEST_BYTES && as.parentId === undefined) {
    const sent = await sendInParts(file, as, watch)
    if (sent !== 'no_parts') return sent
  }
  const { mode, source, parentId } = as
  const query = new URLSearchParams({ mode, source, ...(parentId && { parent: parentId }) })
  return receipt.parse(await postFile(`/api/imports?${query}`, file, watch))
}

/** Photos and reports in a ZIP go through a door of their own; the answer names the batch. */
export async function sendPhotos(file: File, watch?: UploadWatch): Promise<{ batchId: string }> {
  return z.object({ batchId: z.string() }).parse(await postFile('/api/media', file, watch))
}
