import { type ReactNode, useEffect, useRef } from 'react'
import './menu.css'

/** `button` holds the words (hidden ones for an icon). A button that opens a small panel; closes on Escape, on a press outside, and after a choice inside. */
export function Menu({ title, button, children, side = 'down' }: MenuProps) {
  const ref = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      const details = ref.current
      if (!details?.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        details.querySelector('summary')?.focus()
      } else if (event.target instanceof Node && details.contains(event.target)) return
      details.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [])
  const closeAfterChoice = (target: EventTarget) => {
    if (ref.current && target instanceof Element && target.closest('[data-menu-item]'))
      ref.current.open = false
  }
  return (
    <details className="menu" ref={ref} data-side={side}>
      <summary title={title}>{button}</summary>
      {/* Presses bubble here from real buttons and links; the panel itself is not a control. */}
      <div className="menu-panel" onClickCapture={event => closeAfterChoice(event.target)}>
        {children}
      </div>
    </details>
  )
}

type MenuProps = { title?: string; button: ReactNode; children: ReactNode; side?: 'down' | 'up' }
