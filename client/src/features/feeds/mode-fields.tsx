import { FEED_MODES, type FeedMode } from '@haowu/shared/feeds.ts'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { type FeedDraft, isErp } from '#features/feeds/feed-draft.ts'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import '#features/imports/mode-choice.css'

/** What a reading may change; what this source cannot tell is shown, but cannot be chosen. */
export function ModeFields() {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  const name = useId()
  return (
    <fieldset className="modes">
      <legend>{t('mode')}</legend>
      {FEED_MODES.map(mode => (
        <label key={mode} className="mode">
          <input
            type="radio"
            name={name}
            value={mode}
            checked={mode === draft.mode}
            disabled={!canBe(draft, mode)}
            onChange={() => change({ mode })}
          />
          <span className="strong">{t(`modes.${mode}.name`)}</span>
          <span className="small secondary">
            {canBe(draft, mode)
              ? t(`modes.${mode}.does`)
              : t(isErp(draft.kind) ? 'modeErp' : 'modeOnlyWhole')}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function canBe({ kind, json }: FeedDraft, mode: FeedMode): boolean {
  if (isErp(kind)) return mode === 'price_stock'
  return mode !== 'full' || kind === 'csv' || !json.since.on
}
