import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { ImportDetail } from '#features/imports/import-page.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** What the file would do, counted over every row, and the one button that does it, named by its result. */
export function ImportDecision({ detail }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  return (
    <section className="stack" aria-label={t('result')}>
      {detail.state === 'applied' ? <Applied detail={detail} /> : null}
      <Counts detail={detail} />
      {detail.state === 'previewed' ? <Buttons detail={detail} /> : null}
    </section>
  )
}

function Counts({ detail: { counts } }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  const always = [
    ['new', counts.new],
    ['priceUp', counts.priceUp],
    ['priceDown', counts.priceDown],
    ['changedOther', Math.max(0, counts.changed - counts.priceUp - counts.priceDown)],
    ['unchanged', counts.unchanged],
    ['errors', counts.errors],
  ] as const
  const whenAny = [
    ['warnings', counts.warnings],
    ['withReport', counts.withReport],
    ['repeated', counts.repeated],
    ['ignored', counts.ignored],
    ['conflicts', counts.conflicts],
  ] as const
  return (
    <div className="stack-tight">
      <p className="secondary">{t('countsLead', { rows: counts.rows.toLocaleString('en') })}</p>
      <dl className="figures">
        {[...always, ...whenAny.filter(([, count]) => count > 0)].map(([key, count]) => (
          <div key={key} className="figure">
            <dt>{t(`counts.${key}`)}</dt>
            <dd className="numeric">{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Buttons({ detail }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  const { importId, counts } = detail
  const goingIn = counts.new + counts.changed
  const refresh = { onSettled: () => queryClient.invalidateQueries({ queryKey: api.imports.pathKey() }) }
  const apply = useMutation(api.imports.applyChanges.mutationOptions(refresh))
  const cancel = useMutation(api.imports.cancel.mutationOptions(refresh))
  return (
    <div className="panel stack">
      <div className="row">
        <Button
          kind="primary"
          size="large"
          disabled={goingIn === 0}
          busy={apply.isPending}
          onClick={() => apply.mutate({ importId })}
        >
          {goingIn === 0 ? t('applyNothing') : t('apply', { count: goingIn })}
        </Button>
        <Button size="large" kind="quiet" busy={cancel.isPending} onClick={() => cancel.mutate({ importId })}>
          {t('cancelImport')}
        </Button>
      </div>
      <p className="secondary">{t('applyNote')}</p>
      <MutationError error={apply.error ?? cancel.error} />
    </div>
  )
}

function Applied({ detail: { counts } }: { detail: ImportDetail }) {
  const { t } = useTranslation('import')
  return (
    <Notice
      tone="success"
      title={t('applied', { count: counts.new + counts.changed - counts.conflicts })}
      action={
        <Link to="/items" className="button" data-size="small">
          {t('viewItems')}
        </Link>
      }
    >
      {t('appliedLead')}
    </Notice>
  )
}
