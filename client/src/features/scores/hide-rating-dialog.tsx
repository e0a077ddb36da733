import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { AnyRating } from '#features/scores/all-ratings.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** By which clause a rating is hidden, and why; the supplier reads both. */
export function HideRatingDialog({ rating, onClose }: { rating: AnyRating; onClose: () => void }) {
  const { t, i18n } = useTranslation('scores')
  const [missing, setMissing] = useState(false)
  const clauses = useQuery(api.rules.clauses.queryOptions())
  const inForce = clauses.data?.filter(({ standing }) => standing === 'in_force') ?? []
  const hide = useMutation(
    api.ratings.hide.mutationOptions({
      onSuccess: async () => {
        showToast(t('moderation.done'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.ratings.pathKey() })
      },
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [clauseCode = '', reason = ''] = ['clause', 'reason'].map(name =>
      String(form.get(name) ?? '').trim(),
    )
    setMissing(reason === '')
    if (reason !== '' && clauseCode !== '') hide.mutate({ ratingId: rating.id, clauseCode, reason })
  }
  return (
    <Dialog title={t('moderation.title')} onClose={onClose}>
      <p className="secondary">{t('moderation.lead')}</p>
      {rating.words ? <blockquote>{rating.words}</blockquote> : null}
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight">
          <span>{t('moderation.clause')}</span>
          <select className="field" name="clause">
            {inForce.map(clause => (
              <option key={clause.code} value={clause.code}>
                {(i18n.language === 'en' ? clause.en : clause.zh).title}
              </option>
            ))}
          </select>
        </label>
        <label className="stack-tight">
          <span>{t('moderation.reason')}</span>
          <textarea className="field" name="reason" rows={3} maxLength={500} required />
        </label>
        {missing ? (
          <p className="field-error" role="alert">
            {t('moderation.reasonMissing')}
          </p>
        ) : null}
        <MutationError error={hide.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('moderation.cancel')}</Button>
          <Button type="submit" kind="danger" busy={hide.isPending}>
            {t('moderation.hide')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
