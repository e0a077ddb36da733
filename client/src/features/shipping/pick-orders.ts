import { useEffect, useState } from 'react'

/** As many as are printed at once. */
export const MOST_PICKED = 100

export interface PickedOrders {
  ids: string[]
  isPicked: (orderId: string) => boolean
  toggle: (orderId: string) => void
  allPicked: boolean
  toggleAll: () => void
  clear: () => void
}

/** Which of the shown orders are picked; one that leaves the list is picked no longer. */
export function usePickedOrders(shown: string[]): PickedOrders {
  const [picked, setPicked] = useState<readonly string[]>([])
  const ids = picked.filter(id => shown.includes(id))
  const allPicked = shown.length > 0 && shown.slice(0, MOST_PICKED).every(id => ids.includes(id))
  return {
    ids,
    isPicked: id => ids.includes(id),
    toggle: id =>
      setPicked(ids.includes(id) ? ids.filter(each => each !== id) : [...ids, id].slice(-MOST_PICKED)),
    allPicked,
    toggleAll: () => setPicked(allPicked ? [] : shown.slice(0, MOST_PICKED)),
    clear: () => setPicked([]),
  }
}

/** `x` picks the row that has the focus, `p` prints what is picked; silent while somebody types or a dialog is open. */
export function usePickKeys({ toggle, ids }: PickedOrders, onPrint: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const busy = event.target instanceof Element && event.target.closest('input, textarea, select, dialog')
      if (busy || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const { activeElement } = document
      const row = activeElement instanceof HTMLElement ? activeElement.dataset['order'] : undefined
      if (event.key === 'x' && row !== undefined) toggle(row)
      if (event.key === 'p' && ids.length > 0) onPrint()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}
