import { useTranslation } from 'react-i18next'
import type { DeskCase, PartyCase } from '#features/cases/case-kinds.ts'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'

type Amounts = Pick<PartyCase | DeskCase, 'capturedFen' | 'missingFen' | 'debt' | 'review'>

/** What a case cost: captured, not covered, collected since and still owed, and given back on review. */
export function MoneyFacts({ found: { capturedFen, missingFen, debt, review } }: { found: Amounts }) {
  const { t } = useTranslation('case')
  const facts = [
    ['captured', capturedFen],
    ['missing', missingFen === '0' ? null : missingFen],
    ['collected', debt?.recoveredFen ?? null],
    ['owed', debt?.leftFen ?? null],
    ['returned', review?.returnedFen ?? null],
  ] as const
  return facts.map(([name, fen]) =>
    fen === null ? null : (
      <Fact key={name} label={t(`fact.${name}`)}>
        <Money fen={fen} />
      </Fact>
    ),
  )
}
