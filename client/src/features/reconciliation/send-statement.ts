import { z } from 'zod'
import { postFile } from '#api/post-file.ts'

const refusal = z.object({
  rule: z.string(),
  line: z.number().nullable(),
  expected: z.string(),
  found: z.string(),
})

const answer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('loaded'), fileId: z.string(), lineCount: z.number(), repeated: z.boolean() }),
  z.object({ state: z.literal('refused'), fileId: z.string(), refusal }),
  z.object({ state: z.literal('asking'), fileId: z.string() }),
])

export type SentStatement = z.infer<typeof answer> & { fileName: string }

/** Sends a statement; what became of it is the answer, also when it was refused. */
export async function sendStatement(
  file: File,
  { account, day, onProgress }: SendStatement,
): Promise<SentStatement> {
  const query = new URLSearchParams({ ...(account && { account }), ...(day && { day }) })
  const watch = { onProgress, signal: new AbortController().signal }
  return { ...answer.parse(await postFile(`/api/statements?${query}`, file, watch)), fileName: file.name }
}

interface SendStatement {
  account: string | undefined
  day: string | undefined
  onProgress: (part: number) => void
}
