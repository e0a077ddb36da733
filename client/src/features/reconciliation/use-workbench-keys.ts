import { useEffect, useEffectEvent } from 'react'
import type { Side } from '#features/reconciliation/line-pane.tsx'

export interface WorkbenchActs {
  onMove(by: number): void
  onToggle(): void
  onSide(side: Side): void
  onMatch(): void
  onUndo(): void
  onSettle(): void
  onWait(): void
  onDrill(): void
}

/** `J` `K` move, space chooses, `[` goes to the left side and `]` to the right one, `M` matches, `U` takes back, `S` settles a difference, `W` waits for the channel, `D` goes down to where a line comes from. */
export function useWorkbenchKeys(acts: WorkbenchActs): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const found = actOf(event.key, acts)
    if (!found) return
    event.preventDefault()
    found()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return
      act(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

/** Tab is nobody's: it is the only way out of a pane for whoever has no pointer. */
export function actOf(key: string, acts: WorkbenchActs): (() => void) | null {
  switch (key.toLowerCase()) {
    case 'j':
    case 'arrowdown':
      return () => acts.onMove(1)
    case 'k':
    case 'arrowup':
      return () => acts.onMove(-1)
    case ' ':
      return acts.onToggle
    case '[':
      return () => acts.onSide('statement')
    case ']':
      return () => acts.onSide('book')
    case 'm':
      return acts.onMatch
    case 'u':
      return acts.onUndo
    case 's':
      return acts.onSettle
    case 'd':
      return acts.onDrill
    case 'w':
      return acts.onWait
    default:
      return null
  }
}

/** Space and the arrows keep their meaning wherever the focus is on a control: only inside a pane, or nowhere, they are the workbench's. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog')) return true
  if (target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]')) return true
  const isOfControls = key === ' ' || key.startsWith('Arrow')
  return isOfControls && !target.matches('body, [data-pane]')
}
