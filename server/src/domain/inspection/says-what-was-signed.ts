import type { StoredReport } from '#domain/catalog/stored-report.ts'
import type { Canonical } from './canonical-json.ts'
import type { ReportContent } from './report.ts'
import { hashReport, isSignatureOf } from './sign-report.ts'

/** Some 200 bytes each: hash and signature of what was found genuine, because a sheet is read again with each change of it. */
const MOST_KNOWN = 20_000
const known = new Set<string>()

/** Signed by us, and for this very code: the facts of another report are no less a fraud than changed ones. */
export function saysWhatWasSigned({ code, content, signature }: StoredReport, publicKey: Buffer): boolean {
  if (!signature || (content as ReportContent | null)?.code !== code) return false
  let hash: Buffer
  try {
    hash = hashReport(content as Canonical)
  } catch {
    // What has no canonical form was never signed.
    return false
  }
  const key = Buffer.concat([hash, signature, publicKey]).toString('latin1')
  if (known.has(key)) return true
  if (!isSignatureOf(hash, signature, publicKey)) return false
  if (known.size >= MOST_KNOWN) known.clear()
  known.add(key)
  return true
}
