import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import { FoundFields } from '#features/report-desk/found-fields.tsx'
import { LookFacts } from '#features/report-desk/look-facts.tsx'
import type { Look } from '#features/report-desk/reinspections-page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Props = { look: Look; waiting: number; onDecided: () => void; onClose: () => void }

/** What the report says, field by field: only what is found otherwise is entered, and the verdict follows from it. */
export function LookDialog({ look, waiting, onDecided, onClose }: Props) {
  const { t } = useTranslation('report-desk')
  const [found, setFound] = useState<Record<string, string | number>>({})
  const [note, setNote] = useState('')
  const isOpen = look.state === 'picked'
  const differences = Object.entries(found).map(([field, value]) => ({ field, found: value }))
  const decide = useDecide(onDecided)
  const send = (outcome: 'match' | 'differs' | 'impossible') => {
    if (decide.isPending) return
    const told = outcome === 'differs' ? differences : []
    decide.mutate({ reinspectionId: look.id, outcome, differences: told, note })
  }
  const verdict = differences.length > 0 ? 'differs' : 'match'
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send(verdict)
  }
  return (
    <Dialog title={t('looks.open', { title: look.title })} onClose={onClose} wide>
      <form
        className="stack"
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          send(verdict)
        }}
      >
        <LookFacts look={look} />
        {isOpen ? (
          <>
            <p className="secondary">{t('looks.how')}</p>
            <FoundFields look={look} found={found} onChange={setFound} />
            <label className="stack-tight">
              <span>{t('looks.note')}</span>
              <textarea
                className="field"
                rows={2}
                maxLength={500}
                value={note}
                onChange={event => setNote(event.target.value)}
              />
            </label>
            <MutationError error={decide.error} />
            <p className="small secondary">{t('looks.waiting', { count: waiting })}</p>
            <div className="dialog-foot">
              <Button onClick={() => send('impossible')}>{t('looks.impossible')}</Button>
              <Button kind={verdict === 'match' ? 'primary' : 'danger'} type="submit" busy={decide.isPending}>
                {verdict === 'match' ? t('looks.match') : t('looks.differsIn', { count: differences.length })}
              </Button>
            </div>
          </>
        ) : (
          <Link to="/operator/reports" search={{ report: look.reportId }}>
            {t('looks.toReport')}
          </Link>
        )}
      </form>
    </Dialog>
  )
}

function useDecide(onDecided: () => void) {
  const { t } = useTranslation('report-desk')
  return useMutation(
    api.reportDesk.decide.mutationOptions({
      onSuccess: async (_, { outcome }) => {
        showToast(t(`looks.done.${outcome}`))
        onDecided()
        await askDeskAgain()
      },
    }),
  )
}
