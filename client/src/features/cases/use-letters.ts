import { useEffect, useRef } from 'react'

/** Letters of a page; silent while somebody types, a dialog is open, or after G, which goes to another place. */
export function useLetters(acts: Record<string, () => unknown>): void {
  const goes = useRef(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog')
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const isPlace = goes.current
      goes.current = event.key === 'g'
      if (!isPlace) acts[event.key]?.()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}
