import { RULE_IMPORTANCES } from '@haowu/shared/rules.ts'
import { useTranslation } from 'react-i18next'
import { Choice } from '#ui/choice.tsx'

export type Importance = (typeof RULE_IMPORTANCES)[number]

/** The clock and the notice in force, as the server told them. */
export interface NoticeAt {
  now: string
  noticeDays: Record<Importance, number>
}

const DAY_MS = 86_400_000

/** The first business day (in Shanghai) that leaves the whole notice after an instant. */
export function earliestDay({ now, noticeDays }: NoticeAt, importance: Importance): string {
  const days = noticeDays[importance] + 1
  return new Date(Date.parse(now) + days * DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** How important a change is and from when it counts: never before its notice is over. `importance` is fixed where the law fixes it. */
export function NoticeFields({ notice, importance, day, onImportance, onDay }: NoticeFieldsProps) {
  const { t } = useTranslation('rule')
  const earliest = earliestDay(notice, importance)
  const { noticeDays } = notice
  return (
    <>
      {onImportance ? (
        <Choice
          label={t('publish.importance')}
          value={importance}
          options={RULE_IMPORTANCES.map(each => ({
            value: each,
            label: `${t(`importance.${each}`)} · ${t('publish.notice', { days: noticeDays[each] })}`,
          }))}
          onChange={onImportance}
        />
      ) : (
        <p className="secondary">{t('publish.notice', { days: noticeDays[importance] })}</p>
      )}
      <label className="stack-tight">
        <span>{t('publish.from')}</span>
        <input
          className="field"
          type="date"
          min={earliest}
          value={day}
          aria-invalid={day < earliest || undefined}
          onChange={event => onDay(event.target.value)}
        />
        {day < earliest ? (
          <span className="field-error">{t('publish.tooSoon', { day: earliest })}</span>
        ) : null}
      </label>
    </>
  )
}

type NoticeFieldsProps = {
  notice: NoticeAt
  importance: Importance
  day: string
  onImportance?: (importance: Importance) => void
  onDay: (day: string) => void
}
