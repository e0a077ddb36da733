import type { Outputs } from '#api/api.ts'

type Me = Outputs['me']['get']
const KEY = 'haowu.me'
/** Copies that belong to whoever is signed in; what he changed and could not send yet is kept for his return. */
const COPIES = 'haowu.sheet.'

/** Who was last signed in here, for pages that open without a network; the server decides again when there is one. */
export function rememberMe(me: Me): void {
  keep(KEY, me)
}

export function readRememberedMe(): Me | undefined {
  return readKept<Me>(KEY)
}

/** Nothing of a person stays readable on a shared device. */
export function forgetMe(): void {
  const keys = Object.keys(localStorage).filter(key => key === KEY || key.startsWith(COPIES))
  for (const key of keys) localStorage.removeItem(key)
}

/** A full storage only means that there is no copy. */
export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    localStorage.removeItem(key)
  }
}

export function readKept<Value>(key: string): Value | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
