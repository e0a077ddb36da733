import { z } from 'zod'
import { memberHeader } from '#api/active-member.ts'

const taken = z.object({ photo: z.string() })
const refusal = z.object({ error: z.unknown() })

/** Sends one photo and answers with its name. Rejects with the server's failure, or a TypeError without a connection. */
export async function sendLoanPhoto(file: File): Promise<string> {
  const answer = await fetch('/api/loan-photos', {
    method: 'POST',
    body: file,
    headers: { 'content-type': file.type || 'application/octet-stream', ...memberHeader() },
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw refusal.safeParse(body).data?.error ?? body
  return taken.parse(body).photo
}
