import { memberHeader } from '#api/active-member.ts'

/** Fetches a file of the demo's bank or platforms and hands it over as a download; `none` for a day without business. */
export async function fetchDemoStatement(url: string): Promise<'done' | 'none' | 'failed'> {
  const answer = await fetch(url, { headers: memberHeader() }).catch(() => null)
  if (!answer?.ok) return answer?.status === 404 ? 'none' : 'failed'
  const [, encoded = 'statement'] =
    /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '') ?? []
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = decodeURIComponent(encoded)
  link.click()
  URL.revokeObjectURL(address)
  return 'done'
}
