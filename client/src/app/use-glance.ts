import { useQuery } from '@tanstack/react-query'
import { api } from '#api/api.ts'

const EVERY_MS = 30_000

/** How many notices are unread and what the party may not do now; one question for the bell and the strip together. */
export function useGlance(isMember: boolean) {
  return useQuery({
    ...api.notices.glance.queryOptions(),
    enabled: isMember,
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  })
}
