import { useSyncExternalStore } from 'react'
import { PHONE_MAX_PX } from '#ui/tokens.ts'

const phone = matchMedia(`(max-width: ${PHONE_MAX_PX}px)`)

/** Whether the window is as narrow as a phone: tables become labelled rows, the rail a tab bar. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    listener => {
      phone.addEventListener('change', listener)
      return () => phone.removeEventListener('change', listener)
    },
    () => phone.matches,
  )
}
