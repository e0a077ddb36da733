import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CreateKeyDialog } from '#features/api-keys/create-key-dialog.tsx'
import { QuickStart } from '#features/api-keys/quick-start.tsx'
import { RevokeKeyDialog } from '#features/api-keys/revoke-key-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

export type ApiKey = Outputs['apiKeys']['list'][number]

/** Keys of the supplier's own programs, and how to make the first call. */
export function ApiKeysPage() {
  const { t } = useTranslation('api-key')
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const query = useQuery(api.apiKeys.list.queryOptions())
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button kind="primary" icon="plus" onClick={() => setCreating(true)}>
          {t('create')}
        </Button>
      }
    >
      <QueryView query={query}>{keys => <Keys keys={keys} onRevoke={setRevoking} />}</QueryView>
      <QuickStart />
      {creating ? <CreateKeyDialog onClose={() => setCreating(false)} /> : null}
      {revoking ? <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </Page>
  )
}

function Keys({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const { t } = useTranslation('api-key')
  const columns: Column<ApiKey>[] = [
    { key: 'name', title: t('name'), heading: true, cell: key => key.name },
    { key: 'key', title: t('key'), cell: key => <span className="mono">hw_live_{key.prefix}_…</span> },
    { key: 'created', title: t('createdAt'), cell: key => <DateText at={key.createdAt} /> },
    {
      key: 'used',
      title: t('lastUsed'),
      cell: key => (key.lastUsedAt ? <DateText at={key.lastUsedAt} /> : t('neverUsed')),
    },
    {
      key: 'act',
      title: t('state'),
      cell: key =>
        key.revokedAt ? (
          <span className="secondary">{t('revoked')}</span>
        ) : (
          <span className="row">
            {key.orphaned ? <span className="secondary">{t('orphaned')}</span> : null}
            <Button size="small" icon="trash" onClick={() => onRevoke(key)}>
              {t('revoke')}
            </Button>
          </span>
        ),
    },
  ]
  if (keys.length === 0)
    return (
      <EmptyState icon="link" title={t('none')}>
        {t('noneBody')}
      </EmptyState>
    )
  return <DataTable caption={t('title')} columns={columns} rows={keys} rowKey={key => key.keyId} />
}
