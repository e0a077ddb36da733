import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { BorrowDialog } from '#features/custody/borrow-dialog.tsx'
import { Button } from '#ui/button.tsx'

/** Asks for the piece itself, beside holding it for a show; leads to the wish once there is one. */
export function BorrowButton({ piece }: { piece: { itemId: string; title: string } }) {
  const { t } = useTranslation('loan')
  const [asking, setAsking] = useState(false)
  const { data: terms } = useQuery(api.loans.terms.queryOptions({ itemId: piece.itemId }))
  if (!terms) return null
  if (terms.openLoanId !== null) {
    return (
      <Link to="/loans/$loanId" params={{ loanId: terms.openLoanId }} className="button" data-block>
        {t('toOpenLoan')}
      </Link>
    )
  }
  return (
    <>
      <Button block icon="loan" onClick={() => setAsking(true)}>
        {t('borrow')}
      </Button>
      {asking ? <BorrowDialog piece={piece} terms={terms} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
