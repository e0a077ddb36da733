import { type TouchEvent, useEffect, useRef } from 'react'

const SWIPE_PX = 70

type Moves = { onNext: () => void; onBack: () => void; off: boolean }

/** Arrows, space and page keys of a keyboard or a clicker, and a swipe across the screen. Silent in dialogs and on buttons. */
export function useLiveKeys(moves: Moves) {
  const latest = useRef(moves)
  const from = useRef<{ x: number; y: number } | null>(null)
  useEffect(() => {
    latest.current = moves
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (latest.current.off || event.altKey || event.ctrlKey || event.metaKey) return
      const onControl = event.target instanceof Element && event.target.closest('button, a, input, dialog')
      if (event.key === ' ' && onControl) return
      if (['ArrowRight', 'PageDown', ' '].includes(event.key)) latest.current.onNext()
      else if (['ArrowLeft', 'PageUp'].includes(event.key)) latest.current.onBack()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const finger = touches.item(0)
      from.current = finger && touches.length === 1 ? { x: finger.clientX, y: finger.clientY } : null
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const finger = changedTouches.item(0)
      const start = from.current
      from.current = null
      if (!finger || !start || latest.current.off) return
      const across = finger.clientX - start.x
      if (Math.abs(across) < SWIPE_PX || Math.abs(across) < 2 * Math.abs(finger.clientY - start.y)) return
      if (across < 0) latest.current.onNext()
      else latest.current.onBack()
    },
  }
}
