import { useNavigate, useSearch } from '@tanstack/react-router'
import type { PlazaSearch } from '#features/plaza/plaza-search.ts'

/** The plaza's view as its address holds it, and the way to change it; going back undoes no typing. */
export function usePlazaView() {
  const search = useSearch({ from: '/workspace/plaza' })
  const navigate = useNavigate({ from: '/plaza' })
  return {
    search,
    set: (change: PlazaSearch) =>
      navigate({ search: before => ({ ...before, ...change }), replace: true, resetScroll: false }),
    open: (view: PlazaSearch) => navigate({ search: view }),
  }
}
