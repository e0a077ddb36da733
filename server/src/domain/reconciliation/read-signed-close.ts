import type { Db } from '#db/database.ts'

export interface SignedClose {
  report: string
  digest: string
  seal: string
  previousSeal: string | null
}

/** What was signed last of a month; undefined for one that was never signed. */
export async function readSignedClose(db: Db, month: string): Promise<SignedClose | undefined> {
  const close = await db
    .selectFrom('periodClose')
    .select(['report', 'digest', 'seal', 'previousSeal'])
    .where('month', '=', `${month}-01`)
    .where('signedAt', 'is not', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!close) return undefined
  const { report, digest, seal, previousSeal } = close
  // The table has all three wherever it has a signature.
  if (report === null || digest === null || seal === null)
    throw new Error(`the close of ${month} lacks a part`)
  return { report, digest, seal, previousSeal }
}
