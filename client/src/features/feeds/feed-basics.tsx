import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { useTranslation } from 'react-i18next'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { FormSection } from '#features/feeds/form-section.tsx'
import { FormSelect } from '#ui/form-select.tsx'
import { FormText } from '#features/feeds/form-text.tsx'
import { ModeFields } from '#features/feeds/mode-fields.tsx'

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour))

/** What every source has: a name, how often it is read, and what a reading may change. */
export function FeedBasics() {
  const { t } = useTranslation('feed')
  const { draft, change } = useFeedForm()
  const { everyMinutesLeast: least, everyMinutesMost: most, nameCharacters } = FEED_LIMITS
  return (
    <FormSection title={t('basics')}>
      <FormText
        place="name"
        label={t('name')}
        placeholder={t('namePlaceholder')}
        maxLength={nameCharacters}
        value={draft.name}
        onChange={name => change({ name })}
      />
      <div className="columns">
        <FormText
          place="everyMinutes"
          label={t('everyMinutes')}
          note={t('everyNote', { least, most })}
          inputMode="numeric"
          value={draft.everyMinutes}
          onChange={everyMinutes => change({ everyMinutes })}
        />
        <FormSelect
          label={t('fullHour')}
          note={t('fullHourNote')}
          value={draft.fullHour === null ? '' : String(draft.fullHour)}
          options={[
            { value: '', label: t('noFull') },
            ...HOURS.map(hour => ({ value: hour, label: t('fullAt', { hour }) })),
          ]}
          onChange={hour => change({ fullHour: hour === '' ? null : Number(hour) })}
        />
      </div>
      <ModeFields />
    </FormSection>
  )
}
