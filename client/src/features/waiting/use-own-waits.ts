import { useQuery } from '@tanstack/react-query'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

export type OwnWait = Outputs['waits']['list'][number]

/** What the streamer waits for; one question for all the pieces of a page. Events say at once when a line moves. */
export function useOwnWaits() {
  return useQuery(api.waits.list.queryOptions({}, { staleTime: 10_000 }))
}

/** Where a line shows: waits, the shortlist, the piece itself, the sheets and the deposit that a hand-over changes. */
export function readLinesAgain() {
  const keys = [
    api.waits.pathKey(),
    api.picks.pathKey(),
    api.plaza.item.pathKey(),
    api.sessions.pathKey(),
    api.deposits.pathKey(),
  ]
  return Promise.all(keys.map(queryKey => queryClient.invalidateQueries({ queryKey })))
}
