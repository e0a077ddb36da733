import { z } from 'zod'
import { memberHeader } from '#api/active-member.ts'

const receipt = z.object({ importId: z.string(), repeated: z.boolean() })
const refusal = z.object({ error: z.unknown() })

export type UploadReceipt = z.output<typeof receipt>

/**
 * Sends a file as it is, with progress from 0 to 1 of what has left the browser. Rejects with the server's failure, or
 * with a TypeError when the connection broke. `repeated` means that the very same file had been uploaded before.
 */
export function uploadFile(
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<UploadReceipt> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/imports')
    request.responseType = 'json'
    request.setRequestHeader('content-type', file.type || 'text/csv')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    for (const [name, value] of Object.entries(memberHeader())) request.setRequestHeader(name, value)
    request.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new TypeError('upload interrupted'))
    request.onabort = () => reject(new DOMException('upload cancelled', 'AbortError'))
    request.onload = () => {
      const accepted = receipt.safeParse(request.response)
      if (accepted.success) resolve(accepted.data)
      else reject(refusal.safeParse(request.response).data?.error ?? request.response)
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
