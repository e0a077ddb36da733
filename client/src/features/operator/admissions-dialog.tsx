import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CategoryName } from '#app/category-name.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

type Admission = Outputs['parties']['admissions']['rows'][number]
type Props = { partyId: string; name: string; onClose: () => void }

/** What a supplier may sell; each admission can be taken back, with what that touches told before. */
export function AdmissionsDialog({ partyId, name, onClose }: Props) {
  const { t } = useTranslation('operator')
  const [chosen, setChosen] = useState<Admission>()
  const query = useQuery(api.parties.admissions.queryOptions({ partyId }))
  return (
    <Dialog title={t('admissions.title', { name })} onClose={onClose}>
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p>{t('admissions.none')}</p>
          ) : (
            <ul className="stack">
              {rows.map(row => (
                <li key={row.category} className="row">
                  <span className="strong">
                    <CategoryName code={row.category} />
                  </span>
                  <span className="small secondary">
                    {row.state === 'revoked'
                      ? t('admissions.revoked', { reason: row.revokedReason ?? '' })
                      : t('admissions.goods', { onOffer: row.onOffer, held: row.held })}
                  </span>
                  {row.state === 'admitted' ? (
                    <Button size="small" onClick={() => setChosen(row)}>
                      {t('admissions.revoke')}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {chosen ? (
        <RevokeForm partyId={partyId} admission={chosen} onDone={() => setChosen(undefined)} />
      ) : (
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('admissions.close')}</Button>
        </div>
      )}
    </Dialog>
  )
}

type FormProps = { partyId: string; admission: Admission; onDone: () => void }

function RevokeForm({ partyId, admission, onDone }: FormProps) {
  const { t } = useTranslation('operator')
  const [missing, setMissing] = useState(false)
  const revoke = useMutation(
    api.parties.revokeAdmission.mutationOptions({
      onSuccess: async () => {
        showToast(t('admissions.done'))
        onDone()
        await queryClient.invalidateQueries({ queryKey: api.parties.pathKey() })
      },
    }),
  )
  const { category, onOffer, held } = admission
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason')).trim()
    setMissing(reason === '')
    if (reason !== '') revoke.mutate({ partyId, categoryCode: category, reason })
  }
  return (
    <form className="stack panel" onSubmit={submit} noValidate>
      <p>
        <span className="strong">
          <CategoryName code={category} />
        </span>{' '}
        {t('admissions.effect', { onOffer, held })}
      </p>
      <label className="stack-tight">
        <span>{t('admissions.reason')}</span>
        <textarea className="field" name="reason" rows={3} maxLength={500} required />
      </label>
      {missing ? (
        <p className="field-error" role="alert">
          {t('admissions.reasonMissing')}
        </p>
      ) : null}
      <MutationError error={revoke.error} />
      <div className="dialog-foot">
        <Button onClick={onDone}>{t('admissions.close')}</Button>
        <Button type="submit" kind="danger" busy={revoke.isPending}>
          {t('admissions.revoke')}
        </Button>
      </div>
    </form>
  )
}
