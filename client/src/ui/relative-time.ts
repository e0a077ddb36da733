const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `-180_000` → `"3 分钟前"` or `"3 min ago"`; what is to come is positive. Less than a minute reads as one. */
export function formatRelative(ms: number, language: string): string {
  const size = Math.abs(ms)
  const [unitMs, unit] =
    size < HOUR_MS - MINUTE_MS / 2
      ? ([MINUTE_MS, 'minute'] as const)
      : size < DAY_MS - HOUR_MS / 2
        ? ([HOUR_MS, 'hour'] as const)
        : ([DAY_MS, 'day'] as const)
  const amount = Math.max(1, Math.round(size / unitMs)) * (ms > 0 ? 1 : -1)
  const format = new Intl.RelativeTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { style: 'short' })
  // Our Chinese texts set numbers apart; the format does not.
  return format.format(amount, unit).replace(/(\d)(?=\p{Script=Han})/u, '$1 ')
}
