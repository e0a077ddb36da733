import { createHash } from 'node:crypto'

/** What ties a close to the one before it, to what it closed and to what was signed. */
export function sealOf(close: {
  previousSeal: string | null
  month: string
  digest: string
  report: string
}): string {
  return createHash('sha256')
    .update([close.previousSeal ?? '', close.month, close.digest, close.report].join('\n'))
    .digest('hex')
}
