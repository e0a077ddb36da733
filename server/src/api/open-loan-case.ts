import { openCase } from '#domain/cases/open-case.ts'
import { showLoanPhotos } from '#domain/cases/show-loan-photos.ts'
import type { OpenLoanCase } from '#domain/custody/loan-dispute.ts'

/** A dispute about a loan as a case: the supplier against the borrower, who is asked at once to answer. */
export const openLoanCase: OpenLoanCase = async (
  trx,
  {
    loanId,
    about,
    itemId,
    reportId,
    supplierId,
    streamerId,
    memberId,
    claimedFen,
    heldFen,
    statement,
    photos,
  },
) => {
  const opened = await openCase(trx, {
    kind: 'dispute',
    clauseCode: 'goods_damaged_by_streamer',
    key: `loan:${loanId}:${about}`,
    respondentId: streamerId,
    claimantKind: 'supplier',
    claimantId: supplierId,
    itemId,
    reportId: reportId ?? undefined,
    openedBy: `member:${memberId}`,
    statement: [statement, `[loan ${loanId} · claimed ${claimedFen} fen]`].join('\n\n'),
    asksAtOnce: true,
    coveredFen: heldFen,
  })
  await showLoanPhotos(trx, { caseId: opened.caseId, itemId, loanId, latest: photos })
  return opened
}
