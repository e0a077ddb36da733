import { COUNTED_AT_MOST } from '@haowu/shared/plaza.ts'
import { useQuery } from '@tanstack/react-query'
import { api, type Outputs } from '#api/api.ts'
import { type PlazaSearch, toFilters } from '#features/plaza/plaza-search.ts'

export type Facets = Outputs['plaza']['facets']

/** How many pieces each choice would leave; the counts before stay until the new ones are there. */
export function useFacets(search: PlazaSearch): Facets | undefined {
  const query = useQuery({
    ...api.plaza.facets.queryOptions(toFilters(search)),
    placeholderData: before => before,
  })
  return query.data
}

/** A count as it stands beside a choice; of a long list only the newest pieces are counted, so that it is “at least”. */
export function countText(facets: Facets | undefined, count: number | undefined): string | undefined {
  if (!facets || count === undefined) return undefined
  return facets.capped ? `${count}+` : String(count)
}

/** How many pieces there are in all. */
export function totalText({ total, capped }: Facets): string {
  return capped ? `${COUNTED_AT_MOST.toLocaleString('en')}+` : total.toLocaleString('en')
}
