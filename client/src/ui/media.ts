import { useSyncExternalStore } from 'react'
import { PHONE_MAX_PX } from '#ui/tokens.ts'

const wide = matchMedia('(min-width: 1200px)')
const phone = matchMedia(`(max-width: ${PHONE_MAX_PX}px)`)

/** Whether the window is as narrow as a phone: tables become labelled rows, the rail a tab bar. */
export function useIsPhone(): boolean {
  return useMatches(phone)
}

/** Whether there is room beside a list for what narrows it. */
export function useIsWide(): boolean {
  return useMatches(wide)
}

function useMatches(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    listener => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => query.matches,
  )
}
