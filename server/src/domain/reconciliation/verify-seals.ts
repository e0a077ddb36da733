import type { Db } from '#db/database.ts'
import { digestMonth } from './digest-month.ts'
import { sealOf } from './seal-of.ts'

export interface BrokenSeal {
  month: string
  version: number
  /** `chain`: it does not follow the one before; `seal`: what was signed is another; `entries`: the month's entries are others. */
  what: 'chain' | 'seal' | 'entries'
}

/** Goes along the chain of closes and says where it does not hold. The entries of a month that was opened again may have changed since. */
export async function verifySeals(db: Db): Promise<BrokenSeal[]> {
  const closes = await db
    .selectFrom('periodClose')
    .selectAll()
    .where('signedAt', 'is not', null)
    .orderBy('signedAt')
    .orderBy('id')
    .execute()
  const broken: BrokenSeal[] = []
  let previousSeal: string | null = null
  for (const close of closes) {
    const month = String(close.month).slice(0, 7)
    const at = { month, version: close.version }
    const digest = close.digest ?? ''
    const report = close.report ?? ''
    if (close.previousSeal !== previousSeal) broken.push({ ...at, what: 'chain' })
    if (sealOf({ previousSeal: close.previousSeal, month, digest, report }) !== close.seal)
      broken.push({ ...at, what: 'seal' })
    if (close.state !== 'reopened' && (await digestMonth(db, month)) !== digest)
      broken.push({ ...at, what: 'entries' })
    previousSeal = close.seal
  }
  return broken
}
