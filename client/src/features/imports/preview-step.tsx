import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { BrakePanel } from '#features/imports/brake-panel.tsx'
import { ImportChanges } from '#features/imports/import-changes.tsx'
import { ImportCounts } from '#features/imports/import-counts.tsx'
import { Notices } from '#features/imports/notices.tsx'
import { OpenRows } from '#features/imports/open-rows.tsx'
import { goingIn, useImport, useOnward } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** What applying would do, from the whole file and by the same rules; nothing has happened yet. */
export function PreviewStep() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const [accepted, setAccepted] = useState(detail.brakeAccepted)
  return (
    <>
      {detail.stoppedAt ? <Notice tone="info" title={t('stopped')} /> : null}
      {detail.brake ? <BrakePanel brake={detail.brake} accepted={accepted} onAccept={setAccepted} /> : null}
      <ImportCounts />
      <OpenRows />
      <NamelessRows />
      <ImportChanges />
      <Notices />
      <Decision braked={detail.brake !== null && !accepted} acceptBrake={detail.brake !== null && accepted} />
    </>
  )
}

/** One row in so many without a code is more than a slip: the column is another, or the export went wrong. */
const ONE_IN = 20

/** Why nothing goes off although the file was sent as the whole catalogue; and codes that are missing by the dozen. */
function NamelessRows() {
  const { t } = useTranslation('import')
  const { counts, mode } = useImport()
  if (counts.nameless === 0 || (mode !== 'full' && counts.nameless * ONE_IN <= counts.rows)) return null
  return (
    <Notice tone="warning" title={t('namelessRows', { count: counts.nameless })}>
      {t(mode === 'full' ? 'namelessNote' : 'namelessMany')}
    </Notice>
  )
}

function Decision({ braked, acceptBrake }: { braked: boolean; acceptBrake: boolean }) {
  const { t } = useTranslation('import')
  const detail = useImport()
  const onward = useOnward()
  const { importId } = detail
  const count = goingIn(detail)
  const missing = detail.mode === 'full' ? detail.counts.missing : 0
  const apply = useMutation(api.imports.applyChanges.mutationOptions({ onSuccess: onward }))
  const cancel = useMutation(api.imports.cancel.mutationOptions({ onSuccess: onward }))
  return (
    <>
      <MutationError error={apply.error ?? cancel.error} />
      <div className="step-foot">
        <p className="secondary small step-foot-words">
          {braked ? (
            <span className="row">
              <Icon name="warning" size={16} />
              {t('brakeTick')}
            </span>
          ) : (
            t('applyNote')
          )}
        </p>
        <Button kind="quiet" size="large" busy={cancel.isPending} onClick={() => cancel.mutate({ importId })}>
          {t('cancelImport')}
        </Button>
        <Button
          kind="primary"
          size="large"
          disabled={count + missing === 0 || braked}
          busy={apply.isPending}
          onClick={() => apply.mutate(acceptBrake ? { importId, acceptBrake: true } : { importId })}
        >
          {count + missing === 0 ? t('applyNothing') : null}
          {[
            count > 0 ? t('apply', { count }) : null,
            missing > 0 ? t(count > 0 ? 'applyMissing' : 'applyOnlyMissing', { count: missing }) : null,
          ]
            .filter(part => part !== null)
            .join(t('comma'))}
        </Button>
      </div>
    </>
  )
}
