import { Countdown } from '#ui/countdown.tsx'
import { useNow } from '#ui/use-now.ts'

const COUNTED_MS = 48 * 3_600_000

/** The last two days are counted down; of what is further away the date says enough. */
export function TimeLeft({ until }: { until: string }) {
  return Date.parse(until) - useNow() > COUNTED_MS ? null : (
    <>
      (<Countdown until={until} />)
    </>
  )
}
