import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { NAVIGATION, placesOf, type Role } from '#app/navigation.ts'

/** Second key after `g`, by place; the key sheet is written from this. */
export const GO_KEYS = {
  items: 'i',
  imports: 'u',
  feeds: 'f',
  plans: 'c',
  planRequests: 'x',
  recruiting: 'c',
  holds: 'h',
  orders: 'o',
  channelGoods: 'm',
  otherRooms: 'k',
  channelDesk: 'k',
  afterSales: 'y',
  afterSaleDesk: 'y',
  plaza: 'p',
  cart: 'c',
  sessions: 's',
  sales: 'o',
  loans: 'l',
  deposit: 'd',
  apiKeys: 'k',
  earnings: 'e',
  overview: 'v',
  ledgerOrders: 'o',
  ledger: 'l',
  settlements: 's',
  payouts: 'p',
  payoutBatches: 'q',
  receivables: 'r',
  adjustments: 'j',
  objections: 'd',
  reconciliation: 'c',
  work: 'w',
  onboarding: 'n',
  reviews: 'v',
  reports: 't',
  reinspections: 'i',
  quarantine: 'q',
  allHolds: 'h',
  agencies: 'm',
  parties: 'p',
  deposits: 'd',
  score: 'r',
  scores: 'r',
  allLoans: 'l',
  cases: 'w',
  caseDesk: 'c',
  rules: 'b',
  audit: 'a',
} as const satisfies Record<keyof typeof NAVIGATION, string>

type Handlers = { role: Role | undefined; onKeys: () => void; onPalette: () => void; onNotices: () => void }

/** Single letters for practised hands. Silent while somebody types, while an input method composes, and in dialogs. */
export function useWorkspaceKeys({ role, onKeys, onPalette, onNotices }: Handlers): void {
  const router = useRouter()
  useEffect(() => {
    let waitingForPlace = false
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onPalette()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
        return
      const place =
        waitingForPlace && role ? placesOf(role).find(key => GO_KEYS[key] === event.key) : undefined
      waitingForPlace = event.key === 'g'
      if (place) void router.navigate({ to: NAVIGATION[place].to })
      else if (event.key === '?') onKeys()
      else if (event.key === 'n') onNotices()
      else if (event.key === '/') focusSearch(event)
      else if (event.key === 'j' || event.key === 'k') moveRow(event.key === 'j' ? 1 : -1)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [router, role, onKeys, onPalette, onNotices])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog') !== null
  )
}

function focusSearch(event: KeyboardEvent): void {
  const search = document.querySelector<HTMLInputElement>('[data-search]')
  if (!search) return
  event.preventDefault()
  search.focus()
}

function moveRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('.row-link')]
  const at = links.findIndex(link => link === document.activeElement)
  links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus()
}
