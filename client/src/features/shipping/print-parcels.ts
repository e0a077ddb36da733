import { z } from 'zod'
import { memberHeader } from '#api/active-member.ts'

export const PAPERS = ['both', 'labels', 'slips'] as const
export type Papers = (typeof PAPERS)[number]

const progress = z.object({ done: z.number(), of: z.number() })
const result = z.object({
  pdf: z.string().nullable(),
  missing: z.array(z.object({ orderNo: z.string(), reason: z.string() })),
})
const refusal = z.object({ error: z.unknown() })

export type Printed = { pdf: Blob | null; missing: { orderNo: string; reason: string }[] }

/** Asks for the papers of many parcels as one file; the server tells line by line how far it is, and the last line is the file. */
export async function printParcels(
  wish: { orderIds: string[]; papers: Papers; lang: 'zh' | 'en' },
  onProgress: (part: number) => void,
): Promise<Printed> {
  const answer = await fetch('/api/print/parcels', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...memberHeader() },
    body: JSON.stringify(wish),
  })
  if (!answer.ok || !answer.body)
    throw refusal.safeParse(await answer.json().catch(() => null)).data?.error ?? answer
  let rest = ''
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    rest += text
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const told: unknown = JSON.parse(line)
      const ended = result.safeParse(told)
      if (ended.success) return { pdf: toFile(ended.data.pdf), missing: ended.data.missing }
      const { done, of } = progress.parse(told)
      onProgress(done / of)
    }
  }
  throw new TypeError('printing was interrupted')
}

function toFile(base64: string | null): Blob | null {
  if (base64 === null) return null
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  return new Blob([bytes], { type: 'application/pdf' })
}
