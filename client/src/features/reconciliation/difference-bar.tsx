import { useTranslation } from 'react-i18next'
import type { Choice } from '#features/reconciliation/use-choice.ts'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** Theirs less ours of what is chosen: only zero can be matched. */
export function DifferenceBar({ choice, isBusy, error, onMatch }: DifferenceBarProps) {
  const { t } = useTranslation('reconcile')
  const { ids, sumFen, differenceFen } = choice
  const count = ids.statement.length + ids.book.length
  const isEven = differenceFen === 0n && count > 1
  return (
    <div className="difference-bar" role="status" aria-live="polite" data-even={isEven || undefined}>
      <span>
        {t('side.statement')} <Money fen={sumFen.statement} />
      </span>
      <span aria-hidden="true">−</span>
      <span>
        {t('side.book')} <Money fen={sumFen.book} />
      </span>
      <span aria-hidden="true">=</span>
      <strong>
        <Money fen={differenceFen} plus />
      </strong>
      <span className="difference-acts">
        {count > 0 ? <Button onClick={choice.clear}>{t('clear', { count })}</Button> : null}
        <Button kind="primary" disabled={!isEven} busy={isBusy} onClick={onMatch}>
          {t('match')}
        </Button>
      </span>
      <MutationError error={error} />
    </div>
  )
}

interface DifferenceBarProps {
  choice: Choice
  isBusy: boolean
  error: unknown
  onMatch: () => void
}
