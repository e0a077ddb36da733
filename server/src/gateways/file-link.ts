import { createHmac, timingSafeEqual } from 'node:crypto'

export interface FileLink {
  key: string
  fileName: string
}

/** The path of a link that opens one file until it expires; for the disk, which signs nothing by itself. */
export function signFilePath(
  secret: Buffer,
  key: string,
  { seconds, fileName }: { seconds: number; fileName: string },
): string {
  const until = Math.floor(Date.now() / 1000) + seconds
  const query = new URLSearchParams({ key, name: fileName, until: String(until) })
  query.set('signature', sign(secret, query).toString('base64url'))
  return `/api/files?${query.toString()}`
}

/** What a link opens, or null when it has expired or was made by somebody else. */
export function openFilePath(secret: Buffer, query: URLSearchParams): FileLink | null {
  const given = Buffer.from(query.get('signature') ?? '', 'base64url')
  const expected = sign(secret, query)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  if (Number(query.get('until')) * 1000 < Date.now()) return null
  return { key: query.get('key') ?? '', fileName: query.get('name') ?? '' }
}

function sign(secret: Buffer, query: URLSearchParams): Buffer {
  const signed = JSON.stringify(['file', query.get('key'), query.get('name'), query.get('until')])
  return createHmac('sha256', secret).update(signed).digest()
}
