import type { BookAccount } from '@haowu/shared/reconciliation.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Side } from '#features/reconciliation/line-pane.tsx'
import { showToast } from '#ui/toast.ts'

const refresh = () => queryClient.invalidateQueries({ queryKey: api.reconciliation.pathKey() })

/** Matches what is chosen, and takes the last match apart again from the toast or by its key. */
export function useMatching({ account, onMatched }: { account: BookAccount; onMatched: () => void }) {
  const { t } = useTranslation('reconcile')
  const [last, setLast] = useState<string | null>(null)
  const undo = useMutation(
    api.reconciliation.undo.mutationOptions({
      onSuccess: async () => {
        setLast(null)
        showToast(t('undone'))
        await refresh()
      },
    }),
  )
  const match = useMutation(
    api.reconciliation.match.mutationOptions({
      onSuccess: async ({ matchId }) => {
        setLast(matchId)
        showToast(t('matched'), { undo: () => undo.mutate({ matchId }) })
        onMatched()
        await refresh()
      },
    }),
  )
  const assign = useMutation(
    api.reconciliation.assign.mutationOptions({
      onSuccess: async () => {
        showToast(t('waits'))
        await refresh()
      },
    }),
  )
  return {
    isBusy: match.isPending || undo.isPending,
    error: match.error ?? undo.error ?? assign.error,
    match({ statement, book }: Record<Side, string[]>) {
      if (statement.length + book.length > 1 && !match.isPending)
        match.mutate({ account, statementIds: statement, bookIds: book })
    },
    undoLast() {
      if (last !== null) undo.mutate({ matchId: last })
    },
    wait: (breakId: string) => assign.mutate({ breakId, to: 'await_channel' }),
  }
}
