import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenLine } from '#features/reconciliation/line-pane.tsx'
import { ProposeDialog, type Proposable } from '#features/reconciliation/propose-dialog.tsx'
import { showToast } from '#ui/toast.ts'

/** Opens, from the line in hand, how its difference ends; says why not where there is none, or somebody else has to agree first. */
export function useSettle() {
  const { t } = useTranslation('reconcile')
  const [row, setRow] = useState<Proposable | null>(null)
  return {
    open(line: OpenLine | undefined) {
      if (!line) return
      const { breakId, breakClass, breakState, breakFen, businessDay } = line
      if (breakId === null || breakClass === null || breakFen === null)
        showToast(t('noDifference'), { tone: 'warning' })
      else if (breakState === 'await_adjust') showToast(t('waitsForColleague'), { tone: 'warning' })
      else setRow({ id: breakId, class: breakClass, amountFen: breakFen, businessDay, statementFileId: null })
    },
    dialog: row ? <ProposeDialog key={row.id} row={row} onClose={() => setRow(null)} /> : null,
  }
}
