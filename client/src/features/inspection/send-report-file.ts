import type { MediaShows } from '@haowu/shared/inspection.ts'
import { z } from 'zod'
import { memberHeader } from '#api/active-member.ts'

const refusal = z.object({ error: z.unknown() })

/** Sends one photo, or the agency's PDF, as it is: its hash will be signed. Rejects with the server's failure. */
export async function sendReportFile(inspectionId: string, file: File, shows: MediaShows): Promise<void> {
  const answer = await fetch(`/api/inspections/${inspectionId}/files?shows=${shows}`, {
    method: 'POST',
    body: file,
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(file.name),
      ...memberHeader(),
    },
  })
  if (answer.ok) return
  const body: unknown = await answer.json().catch(() => null)
  throw refusal.safeParse(body).data?.error ?? body
}
