import { z } from 'zod'
import { memberHeader } from '#api/active-member.ts'

export type UploadWatch = { onProgress: (part: number) => void; signal: AbortSignal }

const refusal = z.object({ error: z.unknown() })

/**
 * Sends a file as the body of a request, with progress from 0 to 1 of what has left the browser. Rejects with the server's failure, or
 * with a TypeError when the connection broke.
 */
export function postFile(address: string, file: File, watch?: UploadWatch): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.responseType = 'json'
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    for (const [name, value] of Object.entries(memberHeader())) request.setRequestHeader(name, value)
    request.upload.onprogress = event =>
      event.lengthComputable && watch?.onProgress(event.loaded / event.total)
    request.onerror = () => reject(new TypeError('upload interrupted'))
    request.onabort = () => reject(new DOMException('upload cancelled', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) resolve(request.response)
      else reject(refusal.safeParse(request.response).data?.error ?? request.response)
    }
    watch?.signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
