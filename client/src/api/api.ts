import type { AppRouter } from '@haowu/server/router.ts'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { memberHeader } from '#api/active-member.ts'
import { queryClient } from '#api/query-client.ts'

/** What each procedure answers and takes, for components that receive a part of it. */
export type Outputs = inferRouterOutputs<AppRouter>
export type Inputs = inferRouterInputs<AppRouter>

/** The plain calls, for what is no query or mutation of a component. */
export const server = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: '/api/trpc', maxItems: 10, headers: memberHeader })],
})

/** `useQuery(api.items.list.queryOptions({…}))`, `useMutation(api.plans.create.mutationOptions())`. */
export const api = createTRPCOptionsProxy<AppRouter>({ client: server, queryClient })
