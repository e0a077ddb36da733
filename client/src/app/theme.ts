import { useSyncExternalStore } from 'react'
import type { Theme } from '#ui/tokens.ts'

export const THEME_CHOICES = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof THEME_CHOICES)[number]

const KEY = 'haowu.theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

export function readThemeChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, choice)
  apply()
}

/** The theme on screen: the person's choice on this device, else the system's, followed as it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'),
  )
}

function apply(): void {
  const choice = readThemeChoice()
  document.documentElement.dataset.theme =
    choice === 'system' ? (systemDark.matches ? 'dark' : 'light') : choice
  for (const listener of listeners) listener()
}

systemDark.addEventListener('change', apply)
// It may have changed between the first paint and now.
apply()
