import { evidenceKey } from '@haowu/shared/cases.ts'
import { memberHeader } from '#api/active-member.ts'

/** Hands one picture or PDF in; it counts as evidence once a draft names its key. Fails as every call of ours does. */
export async function sendAdjustmentFile(file: Blob): Promise<string> {
  const answer = await fetch('/api/adjustments/files', {
    method: 'POST',
    headers: { ...memberHeader(), 'content-type': 'application/octet-stream' },
    body: file,
  })
  const body = await answer.json()
  if (!answer.ok) throw Object.assign(new Error('refused'), body.error)
  return evidenceKey.parse(body.key)
}
