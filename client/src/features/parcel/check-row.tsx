import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type CheckedField, IDENTITY, PIECE, type Tick } from '#features/parcel/parcel-check.ts'
import { Choice } from '#ui/choice.tsx'

/** One thing of the report beside the piece in hand: as reported, or not, and what it is instead. */
export function CheckRow({ field, tick, onTick, missing }: CheckRowProps) {
  const { t } = useTranslation('parcel')
  const id = useId()
  const name =
    field.name ??
    t(`field.${field.key === PIECE ? 'piece' : field.key === IDENTITY ? 'identity' : 'defects'}`)
  return (
    <li className="check-row" data-verdict={tick?.verdict}>
      <div className="check-row-head">
        <div className="check-row-words">
          <span className="secondary small">{name}</span>
          <span className={field.key === IDENTITY ? 'mono check-row-value' : 'check-row-value'}>
            {field.expected}
          </span>
        </div>
        <Choice
          label={t('verdictOf', { name })}
          hideLabel
          value={tick?.verdict ?? 'open'}
          options={[
            { value: 'same', label: t('same') },
            { value: 'differs', label: t('differs') },
          ]}
          onChange={verdict => {
            if (verdict !== 'open') onTick({ verdict, found: tick?.found ?? '' })
          }}
        />
      </div>
      {tick?.verdict === 'differs' ? (
        <div className="stack-tight">
          <label htmlFor={id} className="small">
            {t('found')}
          </label>
          <input
            id={id}
            className="field"
            value={tick.found}
            maxLength={200}
            aria-invalid={missing || undefined}
            aria-describedby={missing ? `${id}-wrong` : undefined}
            placeholder={t(field.key === IDENTITY ? 'foundNumber' : 'foundExample')}
            onChange={event => onTick({ verdict: 'differs', found: event.target.value })}
          />
          {missing ? (
            <span id={`${id}-wrong`} className="field-error">
              {t('foundMissing')}
            </span>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}

type CheckRowProps = {
  field: CheckedField
  tick: Tick | undefined
  onTick: (tick: Tick) => void
  /** The buyer wants to send, and this row still lacks its words. */
  missing: boolean
}
