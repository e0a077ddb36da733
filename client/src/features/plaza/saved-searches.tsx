import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { NameSearch } from '#features/plaza/name-search.tsx'
import { fromFilters } from '#features/plaza/plaza-search.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { Menu } from '#ui/menu.tsx'
import { showToast } from '#ui/toast.ts'

type Saved = Outputs['plaza']['savedSearches'][number]

const reload = () => queryClient.invalidateQueries({ queryKey: api.plaza.savedSearches.queryKey() })

/** Searches a streamer comes back to, each with what came in since; opening one counts as having looked. */
export function SavedSearches() {
  const { t } = useTranslation('plaza')
  const { search, open } = usePlazaView()
  const { data: saved = [] } = useQuery(api.plaza.savedSearches.queryOptions())
  const [naming, setNaming] = useState(false)
  const seen = useMutation(api.plaza.markSearchSeen.mutationOptions({ onSuccess: reload }))
  const save = useMutation(api.plaza.saveSearch.mutationOptions({ onSuccess: reload }))
  const remove = useMutation(
    api.plaza.removeSearch.mutationOptions({
      onSuccess: (_, { searchId }) => {
        const removed = saved.find(one => one.searchId === searchId)
        void reload()
        if (!removed) return
        const { name, filters, sort } = removed
        showToast(t('searchRemoved', { name }), { undo: () => save.mutate({ name, filters, sort }) })
      },
    }),
  )
  const fresh = saved.reduce((sum, one) => sum + one.fresh, 0)
  const openSaved = ({ searchId, filters, sort }: Saved, only: { listed?: number } = {}) => {
    seen.mutate({ searchId })
    void open({ ...fromFilters(filters), ...only, sort, sessionId: search.sessionId })
  }
  return (
    <>
      <Menu
        button={
          <>
            <Icon name="search" size={18} />
            {t('saved')}
            {fresh > 0 ? <span className="plaza-fresh numeric">{t('fresh', { count: fresh })}</span> : null}
          </>
        }
      >
        {saved.length === 0 ? <p className="secondary small menu-note">{t('noSaved')}</p> : null}
        {saved.map(one => (
          <div key={one.searchId} className="saved-view">
            <button type="button" data-menu-item className="menu-item" onClick={() => openSaved(one)}>
              {one.name}
              {one.fresh > 0 ? (
                <span className="plaza-fresh numeric">{t('fresh', { count: one.fresh })}</span>
              ) : null}
            </button>
            {one.sinceYesterday > 0 ? (
              <button
                type="button"
                data-menu-item
                className="plaza-fresh numeric"
                aria-label={t('sinceYesterdayWhat', { name: one.name })}
                onClick={() => openSaved(one, { listed: 1 })}
              >
                {t('sinceYesterday', { count: one.sinceYesterday })}
              </button>
            ) : null}
            <Button
              kind="quiet"
              size="small"
              icon="trash"
              aria-label={t('removeSearch', { name: one.name })}
              onClick={() => remove.mutate({ searchId: one.searchId })}
            />
          </div>
        ))}
        <button type="button" data-menu-item className="menu-item" onClick={() => setNaming(true)}>
          <Icon name="plus" size={18} />
          {t('saveSearch')}
        </button>
      </Menu>
      {naming ? <NameSearch onClose={() => setNaming(false)} onSaved={reload} /> : null}
    </>
  )
}
