import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { type ItemSearch, itemSearch } from '#features/inventory/item-search.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Icon } from '#ui/icon.tsx'
import { Menu } from '#ui/menu.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type View = Outputs['savedViews']['list'][number]

const reload = () => queryClient.invalidateQueries({ queryKey: api.savedViews.pathKey() })

/** A person's own views of the inventory: open one, keep the present one under a name, drop one (and take that back). */
export function SavedViews({ search, onOpen }: { search: ItemSearch; onOpen: (search: ItemSearch) => void }) {
  const { t } = useTranslation('inventory')
  const { data: views = [] } = useQuery(api.savedViews.list.queryOptions({ screen: 'items' }))
  const [naming, setNaming] = useState(false)
  const save = useMutation(api.savedViews.save.mutationOptions({ onSuccess: reload }))
  const remove = useMutation(
    api.savedViews.remove.mutationOptions({
      onSuccess: (_, { viewId }) => {
        const removed = views.find(view => view.viewId === viewId)
        void reload()
        if (!removed) return
        showToast(t('viewRemoved', { name: removed.name }), {
          undo: () => save.mutate({ screen: 'items', name: removed.name, search: removed.search }),
        })
      },
    }),
  )
  return (
    <>
      <Menu
        button={
          <>
            <Icon name="menu" size={18} />
            {t('views')}
            {views.length > 0 ? ` ${views.length}` : null}
          </>
        }
      >
        {views.length === 0 ? <p className="secondary small menu-note">{t('noViews')}</p> : null}
        {views.map(view => (
          <ViewRow
            key={view.viewId}
            view={view}
            onOpen={() => onOpen(itemSearch.parse(view.search))}
            onRemove={() => remove.mutate({ viewId: view.viewId })}
          />
        ))}
        <button type="button" data-menu-item className="menu-item" onClick={() => setNaming(true)}>
          <Icon name="plus" size={18} />
          {t('saveView')}
        </button>
      </Menu>
      {naming ? <NameView search={search} onClose={() => setNaming(false)} /> : null}
    </>
  )
}

function ViewRow({ view, onOpen, onRemove }: { view: View; onOpen: () => void; onRemove: () => void }) {
  const { t } = useTranslation('inventory')
  return (
    <div className="saved-view">
      <button type="button" data-menu-item className="menu-item" onClick={onOpen}>
        {view.name}
      </button>
      <Button
        kind="quiet"
        size="small"
        icon="trash"
        aria-label={t('removeView', { name: view.name })}
        onClick={onRemove}
      />
    </div>
  )
}

function NameView({ search, onClose }: { search: ItemSearch; onClose: () => void }) {
  const { t } = useTranslation('inventory')
  const [name, setName] = useState('')
  const save = useMutation(
    api.savedViews.save.mutationOptions({
      onSuccess: async () => {
        showToast(t('viewSaved', { name }))
        onClose()
        await reload()
      },
    }),
  )
  return (
    <Dialog title={t('saveView')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          if (name.trim()) save.mutate({ screen: 'items', name: name.trim(), search: definedOf(search) })
        }}
      >
        <label className="stack-tight">
          <span>{t('viewName')}</span>
          <input
            className="field"
            value={name}
            maxLength={40}
            required
            onChange={event => setName(event.target.value)}
          />
        </label>
        <p className="secondary small">{t('viewNote')}</p>
        <MutationError error={save.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What the address holds; filters that are not set do not stand in a view. */
function definedOf(search: ItemSearch): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  )
}
