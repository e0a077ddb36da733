import { server } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import type { UploadWatch } from '#api/post-file.ts'
import type { UploadAs, UploadReceipt } from '#features/imports/send-file.ts'
import {
  forgetUpload,
  isSameFile,
  readUpload,
  rememberUpload,
  type UploadMemory,
} from '#features/imports/upload-memory.ts'

const AT_ONCE = 4
const TRIES = 5
const FIRST_PAUSE_MS = 500
const PART_MS = 120_000

/**
 * Sends a long file in parts, four at a time, each tried again by itself. What has arrived is remembered, so that after a
 * reload or a broken line the same file goes on where it stopped. `no_parts`: this server takes files in one piece only.
 */
export async function sendInParts(
  file: File,
  as: UploadAs,
  watch?: UploadWatch,
): Promise<UploadReceipt | 'no_parts'> {
  const upload = (await resume(file, as)) ?? (await begin(file, as))
  if (upload === undefined) return 'no_parts'
  const todo = Array.from({ length: upload.parts }, (_, index) => index + 1).filter(
    part => upload.etags[part] === undefined,
  )
  const tell = () => watch?.onProgress(Object.keys(upload.etags).length / upload.parts)
  tell()
  const work = async () => {
    for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
      watch?.signal.throwIfAborted()
      upload.etags[part] = await sendPart(file, { upload, part, signal: watch?.signal })
      rememberUpload(upload)
      tell()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const parts = Object.entries(upload.etags).map(([part, etag]) => ({ partNumber: Number(part), etag }))
  parts.sort((one, other) => one.partNumber - other.partNumber)
  const receipt = await server.uploads.complete.mutate({ uploadId: upload.uploadId, parts })
  forgetUpload()
  return receipt
}

/** What is left of the same file; parts the server does not have (any more) are sent again. */
async function resume(file: File, { mode }: UploadAs): Promise<UploadMemory | undefined> {
  const upload = readUpload()
  if (!upload || !isSameFile(upload, file) || upload.mode !== mode) return undefined
  try {
    const { received } = await server.uploads.state.query({ uploadId: upload.uploadId })
    const etags = Object.fromEntries(
      received.flatMap(part => {
        const etag = upload.etags[part]
        return etag === undefined ? [] : [[part, etag]]
      }),
    )
    return { ...upload, etags }
  } catch {
    // The server has forgotten it: it begins anew.
    forgetUpload()
    return undefined
  }
}

async function begin(file: File, { mode, source }: UploadAs): Promise<UploadMemory | undefined> {
  const asked = { fileName: file.name, bytes: file.size, mode, source }
  const begun = await server.uploads.begin.mutate(asked).catch((error: unknown) => {
    if (readFailure(error).reason === 'not_found') return undefined
    throw error
  })
  if (!begun) return undefined
  const upload = {
    ...begun,
    fileName: file.name,
    bytes: file.size,
    lastModified: file.lastModified,
    mode,
    etags: {},
  }
  rememberUpload(upload)
  return upload
}

type PartToSend = { upload: UploadMemory; part: number; signal: AbortSignal | undefined }

/** One part until it is there: signed anew for each try, with pauses that grow. */
async function sendPart(file: File, { upload, part, signal }: PartToSend): Promise<string> {
  const from = (part - 1) * upload.partBytes
  const body = file.slice(from, from + upload.partBytes)
  for (let tries = 1; ; tries++) {
    try {
      const [signed] = await server.uploads.sign.mutate({
        uploadId: upload.uploadId,
        partNumbers: [part],
        // A bucket that lets no browser in is not tried a third time.
        throughUs: tries > 2,
      })
      if (!signed) throw new TypeError('the part was not signed')
      const bounds = [AbortSignal.timeout(PART_MS), ...(signal ? [signal] : [])]
      const answer = await fetch(signed.url, {
        method: 'PUT',
        headers: signed.headers,
        body,
        signal: AbortSignal.any(bounds),
      })
      const etag = answer.headers.get('etag')
      if (!answer.ok || !etag) throw new TypeError(`the part was answered with ${answer.status}`)
      return etag
    } catch (error) {
      if (signal?.aborted || tries >= TRIES) throw error
      await new Promise(resolve => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)))
    }
  }
}
