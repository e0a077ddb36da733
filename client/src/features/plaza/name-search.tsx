import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { toFilters } from '#features/plaza/plaza-search.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

const LONGEST_NAME = 40

/** Keeps the present filters under a name; the words searched for are a good first guess. */
export function NameSearch({ onClose, onSaved }: { onClose: () => void; onSaved: () => Promise<void> }) {
  const { t } = useTranslation(['plaza', 'common'])
  const { search } = usePlazaView()
  const [name, setName] = useState(search.text?.slice(0, LONGEST_NAME) ?? '')
  const save = useMutation(
    api.plaza.saveSearch.mutationOptions({
      onSuccess: async () => {
        showToast(t('plaza:searchSaved', { name }))
        onClose()
        await onSaved()
      },
    }),
  )
  return (
    <Dialog title={t('plaza:saveSearch')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          if (name.trim())
            save.mutate({ name: name.trim(), filters: toFilters(search), sort: search.sort ?? 'newest' })
        }}
      >
        <label className="stack-tight">
          <span>{t('plaza:searchName')}</span>
          <input
            className="field"
            value={name}
            maxLength={LONGEST_NAME}
            required
            onChange={event => setName(event.target.value)}
          />
        </label>
        <p className="secondary small">{t('plaza:searchNote')}</p>
        <MutationError error={save.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t('common:save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
