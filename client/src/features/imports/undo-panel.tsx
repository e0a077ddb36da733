import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import type { UndoPreview } from '#features/imports/import-calls.ts'
import { useImport, useOnward } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** For seven days everything this import did can be taken back; what it would put back and what it keeps, and why, is shown first. */
export function UndoPanel() {
  const { t } = useTranslation('import')
  const { importId, undoUntil } = useImport()
  const [looking, setLooking] = useState(false)
  if (!undoUntil || Date.parse(undoUntil) < Date.now()) return null
  return (
    <section className="panel stack" aria-labelledby="undo">
      <div className="row undo-head">
        <div>
          <h2 id="undo">{t('undoTitle')}</h2>
          <p className="secondary">
            {t('undoUntil')} <DateText at={undoUntil} />
          </p>
        </div>
        {looking ? null : <Button onClick={() => setLooking(true)}>{t('undoLook')}</Button>}
      </div>
      {looking ? <Preview importId={importId} onClose={() => setLooking(false)} /> : null}
    </section>
  )
}

function Preview({ importId, onClose }: { importId: string; onClose: () => void }) {
  const { t } = useTranslation('import')
  const onward = useOnward()
  const query = useQuery({
    ...api.imports.undoPreview.queryOptions({ importId }),
    // Sales go on: what could be put back a minute ago may be sold.
    staleTime: 0,
  })
  const undo = useMutation(api.imports.undo.mutationOptions({ onSuccess: onward }))
  return (
    <QueryView query={query} lines={4}>
      {preview => (
        <div className="stack" aria-live="polite">
          <p>
            {t('undoRestores', { count: preview.restorable })}
            {preview.keptTotal > 0 ? ` ${t('undoKeeps', { count: preview.keptTotal })}` : null}
          </p>
          {preview.kept.length > 0 ? <Kept preview={preview} /> : null}
          <MutationError error={undo.error} />
          <div className="row">
            <Button
              kind="danger"
              disabled={preview.restorable === 0}
              busy={undo.isPending}
              onClick={() => undo.mutate({ importId })}
            >
              {preview.restorable === 0 ? t('undoNothing') : t('undo', { count: preview.restorable })}
            </Button>
            <Button kind="quiet" onClick={onClose}>
              {t('undoNot')}
            </Button>
          </div>
        </div>
      )}
    </QueryView>
  )
}

function Kept({ preview: { kept, keptTotal } }: { preview: UndoPreview }) {
  const { t } = useTranslation('import')
  return (
    <>
      <DataTable
        caption={t('undoKept')}
        rows={kept}
        rowKey={row => row.sku}
        columns={[
          { key: 'title', title: t('itemTitle'), heading: true, cell: row => row.title },
          { key: 'sku', title: t('sku'), cell: row => <span className="mono">{row.sku}</span> },
          {
            key: 'reason',
            title: t('undoWhyKept'),
            cell: row => (
              <span className="row">
                {t(`kept.${row.reason}`)}
                {row.byImportId ? (
                  <Link to="/imports/$importId" params={{ importId: row.byImportId }}>
                    {t('keptBy')}
                  </Link>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {keptTotal > kept.length ? (
        <p className="small secondary">{t('keptShown', { count: kept.length })}</p>
      ) : null}
    </>
  )
}
