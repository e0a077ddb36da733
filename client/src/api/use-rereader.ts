import type { QueryKey } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { queryClient } from '#api/query-client.ts'

const GATHER_MS = 300

/**
 * Reads a snapshot again soon after it was asked to: many events in a moment are one look, a crowd does not look in the same
 * moment, and a look under way is let finish before the next begins. However fast events come, the look is never put off.
 */
export function useRereader(key: QueryKey): () => void {
  const name = JSON.stringify(key)
  const rereader = useMemo(() => createRereader(JSON.parse(name) as QueryKey), [name])
  useEffect(() => rereader.stop, [rereader])
  return rereader.ask
}

function createRereader(queryKey: QueryKey): { ask: () => void; stop: () => void } {
  let waiting: number | undefined
  const look = () => {
    waiting = undefined
    if (queryClient.isFetching({ queryKey }) > 0) ask()
    else void queryClient.invalidateQueries({ queryKey })
  }
  const ask = () => {
    waiting ??= window.setTimeout(look, GATHER_MS * (0.5 + Math.random()))
  }
  const stop = () => {
    clearTimeout(waiting)
    waiting = undefined
  }
  return { ask, stop }
}
