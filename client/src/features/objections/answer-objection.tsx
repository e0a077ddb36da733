import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { AdjustmentDialog } from '#features/adjustments/adjustment-dialog.tsx'
import { LineFacts, type Objection } from '#features/objections/line-facts.tsx'
import { WordsDialog } from '#features/objections/words-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { showToast } from '#ui/toast.ts'

/** An explanation; or first the adjustment that puts it right, and then the words that go with it. */
export function AnswerObjection({ objection, onClose }: { objection: Objection; onClose: () => void }) {
  const { t } = useTranslation('objection')
  const [isDrafting, setDrafting] = useState(false)
  const [adjustmentId, setAdjustmentId] = useState<string | null>(null)
  const answer = useMutation(
    api.objections.answer.mutationOptions({
      onSuccess: async () => {
        showToast(t('answer.done'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.objections.pathKey() })
      },
    }),
  )
  if (isDrafting) {
    return (
      <AdjustmentDialog
        draft={null}
        initial={{
          reason: 'objection',
          note: `${objection.no}：${objection.words}`,
          lines: [{ pair: 'commission_returned', partyId: objection.partyId }],
        }}
        onSaved={setAdjustmentId}
        onClose={() => setDrafting(false)}
      />
    )
  }
  return (
    <WordsDialog
      title={t('answer.title', { no: objection.no })}
      texts={{
        label: t('answer.label'),
        hint: t('answer.hint'),
        needed: t('answer.needed'),
        send: t('answer.send'),
        cancel: t('answer.cancel'),
      }}
      busy={answer.isPending}
      error={answer.error}
      onClose={onClose}
      onSubmit={words => answer.mutate({ objectionId: objection.id, answer: words, adjustmentId })}
    >
      <div className="stack">
        <LineFacts facts={objection.facts} />
        <p>{objection.words}</p>
        {adjustmentId === null ? (
          <div>
            <Button size="small" icon="swap" onClick={() => setDrafting(true)}>
              {t('answer.withDraft')}
            </Button>
          </div>
        ) : (
          <p className="row">
            <Icon name="success" size={16} />
            {t('answer.draft')}
          </p>
        )}
      </div>
    </WordsDialog>
  )
}
