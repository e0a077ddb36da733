import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { mayPass, readFailure } from '#api/failure.ts'

/** The shell sets what to do when a session has ended; queries cannot know the router. */
export const sessionEnded: { handle: () => void } = { handle: () => {} }

const watch = (error: unknown) => {
  if (readFailure(error).reason === 'unauthenticated') sessionEnded.handle()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      retryDelay: attempt => Math.min(500 * 2 ** attempt, 4_000),
    },
    // A mutation is repeated by the person, with the same idempotency key; never behind his back.
    mutations: { retry: false },
  },
})
