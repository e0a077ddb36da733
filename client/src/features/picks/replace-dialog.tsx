import { formatRate } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Slot } from '#features/picks/run-sheet.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

/** Free pieces at the same rate or a better one; one tap puts one into the place of what left. */
export function ReplaceDialog({ slot, onClose, onReplaced }: ReplaceDialogProps) {
  const { t } = useTranslation('picks')
  const query = useQuery(
    api.picks.replacements.queryOptions({ itemId: slot.itemId, rateBps: slot.terms.rateBps }),
  )
  const replace = useMutation(
    api.slots.replace.mutationOptions({
      onSuccess: ({ slotId }) => {
        showToast(t('replaced', { title: slot.title }))
        onReplaced?.(slotId)
        onClose()
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() }),
    }),
  )
  return (
    <Dialog title={t('replaceWhat', { title: slot.title })} onClose={onClose}>
      <QueryView query={query} lines={3}>
        {found =>
          found.length === 0 ? (
            <EmptyState
              icon="plaza"
              title={t('noReplacement')}
              action={
                <Link className="button" data-kind="primary" to="/plaza">
                  {t('addItems')}
                </Link>
              }
            >
              {t('noReplacementNote', { rate: formatRate(slot.terms.rateBps) })}
            </EmptyState>
          ) : (
            <ul className="stack-tight">
              {found.map(piece => (
                <li key={piece.itemId}>
                  <Button
                    size="large"
                    block
                    busy={replace.isPending}
                    onClick={() => replace.mutate({ slotId: slot.slotId, itemId: piece.itemId })}
                  >
                    <span className="replacement">
                      <span>{piece.title}</span>
                      <span className="small secondary">
                        <Money fen={piece.priceFen} /> · {formatRate(piece.rateBps)} · {t('earn')}{' '}
                        <Money fen={piece.earnFen} />
                      </span>
                    </span>
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <MutationError error={replace.error} />
    </Dialog>
  )
}

type ReplaceDialogProps = { slot: Slot; onClose: () => void; onReplaced?: (slotId: string) => void }
