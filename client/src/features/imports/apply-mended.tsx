import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { openRowsOf, useImport, useOnward } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** After the good rows went in: what was mended since goes in with a second round. */
export function ApplyMended() {
  const { t } = useTranslation('import')
  const detail = useImport()
  const { importId, openUntil, counts } = detail
  const onward = useOnward()
  const apply = useMutation(api.imports.applyChanges.mutationOptions({ onSuccess: onward }))
  return (
    <>
      <MutationError error={apply.error} />
      <div className="step-foot">
        <p className="secondary small step-foot-words" role="status">
          {t('rowsFoot', { count: openRowsOf(detail) })}{' '}
          {openUntil ? (
            <>
              {t('openUntil')} <DateText at={openUntil} />
            </>
          ) : null}
        </p>
        <Button
          kind="primary"
          size="large"
          disabled={counts.fixed === 0}
          busy={apply.isPending}
          onClick={() => apply.mutate({ importId })}
        >
          {t('applyMended')}
        </Button>
        <Link
          to="/imports/$importId/done"
          params={{ importId }}
          className="button"
          data-kind="quiet"
          data-size="large"
        >
          {t('toResult')}
        </Link>
      </div>
    </>
  )
}
