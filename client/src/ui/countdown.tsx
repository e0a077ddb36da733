import { useEffect, useState } from 'react'
import { formatDuration } from '#ui/duration.ts'

/**
 * Time left until `until`, ticking each second; `onEnd` runs once when it reaches zero. The reader hears the whole only
 * when asked: a live region that speaks every second would be unbearable. `serverNow` sets the clock to the server's.
 */
export function Countdown({
  until,
  serverNow,
  onEnd,
}: {
  until: string
  serverNow?: string
  onEnd?: () => void
}) {
  const [skewMs] = useState(() => (serverNow ? Date.parse(serverNow) - Date.now() : 0))
  const [leftMs, setLeftMs] = useState(() => Date.parse(until) - Date.now() - skewMs)
  useEffect(() => {
    const timer = setInterval(() => {
      const left = Date.parse(until) - Date.now() - skewMs
      setLeftMs(left)
      if (left > 0) return
      clearInterval(timer)
      onEnd?.()
    }, 1_000)
    return () => clearInterval(timer)
  }, [until, skewMs, onEnd])
  return (
    <time className="numeric nowrap" dateTime={until}>
      {formatDuration(Math.max(0, leftMs))}
    </time>
  )
}
