import { useMemo } from 'react'
import { useNow } from '#ui/use-now.ts'

/** The server's time, which may be moved in a demo: what it was when the list was read, and on by this device's clock. */
export function useServerNow(readAt: string): number {
  const skewMs = useMemo(() => Date.parse(readAt) - Date.now(), [readAt])
  return useNow() + skewMs
}
