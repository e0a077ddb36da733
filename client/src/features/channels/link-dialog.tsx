import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Message } from '#features/channels/desk-page.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { SearchBox } from '#ui/filter-bar.tsx'
import { FormSelect } from '#ui/form-select.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

/** Which streamer sells under a number of the platform; what waited for it goes on. */
export function LinkDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation('channel')
  const [streamerId, setStreamerId] = useState('')
  const [search, setSearch] = useState('')
  const streamers = useQuery(
    api.parties.list.queryOptions(
      { kind: 'streamer', limit: 100, ...(search && { search }) },
      // Nothing moves under the finger while the names that fit are looked for.
      { placeholderData: keepPreviousData },
    ),
  )
  // Whoever is no longer among the names that fit is not chosen any more.
  const chosen = streamers.data?.rows.some(({ id }) => id === streamerId) ? streamerId : ''
  const accountNo = message.distributorId ?? ''
  const link = useMutation({
    mutationFn: () => server.channels.link.mutate({ channel: 'kuaishou', accountNo, streamerId: chosen }),
    onSuccess: async () => {
      showToast(t('link.done'))
      await queryClient.invalidateQueries({ queryKey: api.channels.pathKey() })
      onClose()
    },
  })
  return (
    <Dialog title={t('link.title')} onClose={onClose}>
      <p className="secondary">{t('link.lead', { no: accountNo })}</p>
      <SearchBox value={search} label={t('link.search')} onChange={setSearch} />
      <QueryView query={streamers} lines={2}>
        {({ rows }) => (
          <FormSelect
            label={t('link.streamer')}
            value={chosen}
            options={[
              { value: '', label: t(rows.length === 0 ? 'link.none' : 'link.choose') },
              ...rows.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setStreamerId}
          />
        )}
      </QueryView>
      <MutationError error={link.error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('close')}</Button>
        <Button kind="primary" disabled={chosen === ''} busy={link.isPending} onClick={() => link.mutate()}>
          {t('desk.link')}
        </Button>
      </div>
    </Dialog>
  )
}
