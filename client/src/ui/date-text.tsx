import { useTranslation } from 'react-i18next'

const ZONE = 'Asia/Shanghai'

/** A moment in the business's time zone; the full date with its zone on hover and for readers. */
export function DateText({ at, form = 'minute' }: { at: string; form?: 'minute' | 'day' }) {
  const { i18n } = useTranslation()
  return (
    <time
      className="nowrap numeric"
      dateTime={at}
      title={`${formatMoment(at, i18n.language, 'full')} ${ZONE}`}
    >
      {formatMoment(at, i18n.language, form)}
    </time>
  )
}

/** `"11月24日 20:30"` or `"24 Nov, 20:30"`; another year is named. */
export function formatMoment(at: string, language: string, form: 'minute' | 'day' | 'full'): string {
  const date = new Date(at)
  const otherYear = form === 'full' || date.getUTCFullYear() !== new Date().getUTCFullYear()
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: ZONE,
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    ...(otherYear && { year: 'numeric' as const }),
    ...(form !== 'day' && {
      hour: '2-digit' as const,
      minute: '2-digit' as const,
      hourCycle: 'h23' as const,
    }),
    ...(form === 'full' && { second: '2-digit' as const }),
  }).format(date)
}
