import type { ImportBrake } from '@haowu/shared/imports.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { usePages } from '#api/use-pages.ts'
import { useImport } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { Notice } from '#ui/notice.tsx'
import { PagedList } from '#ui/paged-list.tsx'

type BrakePanelProps = { brake: ImportBrake; accepted: boolean; onAccept: (accepted: boolean) => void }

/** Why this import is held for a second look, in numbers, with the list it would take off; a tick lets it through. */
export function BrakePanel({ brake, accepted, onAccept }: BrakePanelProps) {
  const { t } = useTranslation('import')
  const { counts } = useImport()
  const [listed, setListed] = useState(false)
  return (
    <section className="stack" aria-label={t('brakeTitle')}>
      <Notice tone="danger" title={t('brakeTitle')}>
        <ul className="brake-reasons">
          {brake.reasons.map(({ reason, found, of }) => (
            <li key={reason}>
              {t(`brake.${reason}`, { found: found.toLocaleString('en'), of: of.toLocaleString('en') })}
            </li>
          ))}
        </ul>
        <label className="tick">
          <input type="checkbox" checked={accepted} onChange={event => onAccept(event.target.checked)} />
          <span>{t('brakeAccept')}</span>
        </label>
      </Notice>
      {counts.missing > 0 ? (
        <div className="row">
          <Button icon="items" aria-expanded={listed} onClick={() => setListed(!listed)}>
            {t('showMissing', { count: counts.missing })}
          </Button>
        </div>
      ) : null}
      {listed ? <Missing /> : null}
    </section>
  )
}

function Missing() {
  const { t } = useTranslation('import')
  const { importId } = useImport()
  const query = usePages(api.imports.missing.queryKey({ importId }), cursor =>
    server.imports.missing.query({ importId, cursor }),
  )
  return (
    <PagedList
      query={query}
      caption={t('counts.missing')}
      rowKey={row => row.itemId}
      columns={[
        { key: 'title', title: t('itemTitle'), heading: true, cell: row => row.title },
        { key: 'sku', title: t('sku'), cell: row => <span className="mono">{row.sku}</span> },
      ]}
      empty={<p className="secondary">{t('noMissing')}</p>}
    />
  )
}
