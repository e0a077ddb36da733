import { RATING_KINDS } from '@haowu/shared/scores.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { StarChoice } from '#features/scores/star-choice.tsx'
import { Stars } from '#features/scores/stars.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

const MOST_WORDS = 500

type Own = Outputs['ratings']['own']
type Said = Record<(typeof RATING_KINDS)[number], number>

/** What the buyer says after the parcel arrived: three times stars, and words if he likes. */
export function RateOrder({ linkToken }: { linkToken: string }) {
  const { t } = useTranslation('rating')
  const [editing, setEditing] = useState(false)
  const { data: own } = useQuery(api.ratings.own.queryOptions({ linkToken }))
  if (!own?.mayRate) return null
  return (
    <section className="panel stack" aria-labelledby="rate">
      <h2 id="rate">{t(own.rating ? 'titleRated' : 'title')}</h2>
      {own.rating && !editing ? (
        <SaidSo own={own} rating={own.rating} onEdit={() => setEditing(true)} />
      ) : (
        <RatingForm linkToken={linkToken} own={own} onDone={() => setEditing(false)} />
      )}
    </section>
  )
}

function SaidSo({
  own,
  rating,
  onEdit,
}: {
  own: Own
  rating: NonNullable<Own['rating']>
  onEdit: () => void
}) {
  const { t } = useTranslation('rating')
  return (
    <>
      <ul className="stack-tight">
        {RATING_KINDS.map(kind => (
          <li key={kind} className="row">
            <span>{t(`kind.${kind}`)}</span> <Stars value={rating[kind]} size={20} />
          </li>
        ))}
      </ul>
      {rating.words ? <p>{rating.words}</p> : null}
      <p className="secondary small">{t('shownAs', { name: rating.shownName })}</p>
      {own.isEditable && own.editableUntil ? (
        <div className="row">
          <Button onClick={onEdit}>{t('edit')}</Button>
          <span className="secondary small">
            {t('editableUntil')} <DateText at={own.editableUntil} />
          </span>
        </div>
      ) : null}
    </>
  )
}

function RatingForm({ linkToken, own, onDone }: { linkToken: string; own: Own; onDone: () => void }) {
  const { t } = useTranslation('rating')
  const [said, setSaid] = useState<Said>(own.rating ?? { goods: 0, service: 0, logistics: 0 })
  const [words, setWords] = useState(own.rating?.words ?? '')
  const [incomplete, setIncomplete] = useState(false)
  const rate = useMutation(
    api.ratings.rate.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.ratings.own.queryFilter({ linkToken }))
        showToast(t('thanks'))
        onDone()
      },
    }),
  )
  const send = () => {
    const missing = RATING_KINDS.some(kind => said[kind] === 0)
    setIncomplete(missing)
    const { goods, service, logistics } = said
    if (!missing) rate.mutate({ linkToken, goods, service, logistics, words })
  }
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <div className="stack-tight">
        {RATING_KINDS.map(kind => (
          <StarChoice
            key={kind}
            label={t(`kind.${kind}`)}
            value={said[kind]}
            onChange={value => setSaid({ ...said, [kind]: value })}
          />
        ))}
      </div>
      <label className="stack-tight">
        <span>{t('words')}</span>
        <textarea
          className="field"
          rows={3}
          maxLength={MOST_WORDS}
          value={words}
          onChange={event => setWords(event.target.value)}
          placeholder={t('wordsHint')}
        />
      </label>
      <p className="secondary small">{t('anonymous')}</p>
      {incomplete ? (
        <p className="field-error" role="alert">
          {t('incomplete')}
        </p>
      ) : null}
      <MutationError error={rate.error} />
      <div className="row">
        <Button type="submit" kind="primary" busy={rate.isPending}>
          {t('send')}
        </Button>
        {own.rating ? <Button onClick={onDone}>{t('keep')}</Button> : null}
      </div>
    </form>
  )
}
