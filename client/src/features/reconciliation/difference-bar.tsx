import { useTranslation } from 'react-i18next'
import type { Choice } from '#features/reconciliation/use-choice.ts'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { useIsPhone } from '#ui/media.ts'
import { MutationError } from '#ui/mutation-error.tsx'

/** Theirs less ours of what is chosen: only zero can be matched. On a phone it covers what is below, so it comes with the first choice. */
export function DifferenceBar({ choice, isBusy, error, onMatch }: DifferenceBarProps) {
  const { t } = useTranslation('reconcile')
  const isPhone = useIsPhone()
  const { ids, sumFen, differenceFen } = choice
  const count = ids.statement.length + ids.book.length
  const isEven = differenceFen === 0n && count > 1
  if (isPhone && count === 0 && !error) return null
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
