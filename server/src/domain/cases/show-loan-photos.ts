import type { Database, Transaction } from '#db/database.ts'
import { readChain } from '#domain/custody/read-custody.ts'
import { photoOfPath } from '#domain/media/media-kind.ts'
import { insertEvidence } from './case-store.ts'

/**
 * Lays the photos that both sides took along the way of a loan before the operators: each on the side of whoever had the piece then,
 * by the hash it was taken in with, so that nobody has to send it again. `latest` are those of the act that opens the case.
 */
export async function showLoanPhotos(
  trx: Transaction<Database>,
  { caseId, itemId, loanId, latest }: { caseId: string; itemId: string; loanId: string; latest: string[] },
): Promise<void> {
  const onTheWay = (await readChain(trx, { itemId, loanId })).flatMap(({ photos, place, at }) =>
    photos.map(photo => ({
      photo,
      // On its way back the piece was photographed by the borrower who sent it.
      side: place === 'at_supplier' ? ('claimant' as const) : ('respondent' as const),
      about: { place, at: at.toISOString() },
    })),
  )
  const now = latest.map(photo => ({ photo, side: 'claimant' as const, about: { place: 'at_supplier' } }))
  for (const { photo, side, about } of [...onTheWay, ...now]) {
    const stored = photoOfPath(photo)
    if (!stored) continue
    await insertEvidence(trx, caseId, {
      kind: 'file',
      side,
      givenBy: 'custody',
      content: { key: photo, ...about },
      file: { path: stored.key, sha256: photo.slice(0, 64) },
    })
  }
}
