import { useQuery } from '@tanstack/react-query'
import { api } from '#api/api.ts'

/** How an order stands that this tab began, looked at again while it waits for its payment. */
export function useOwnOrder(linkToken: string) {
  const { data } = useQuery(
    api.checkout.get.queryOptions(
      { linkToken },
      { refetchInterval: ({ state }) => (state.data?.state === 'checkout' ? 5_000 : false) },
    ),
  )
  return data
}
