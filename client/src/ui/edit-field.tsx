import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { CellPlace } from '#ui/grid-moves.ts'

type EditFieldProps = {
  label: string
  draft: string
  /** The new text, or null to leave it as it was; and where to go from here. */
  onClose: (value: string | null, move: CellPlace) => void
}

const STAY = { row: 0, column: 0 }

/** The field of a cell that is being edited. Enter goes down, Tab right, Escape gives up; leaving it keeps what was typed. */
export function EditField({ label, draft, onClose }: EditFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const closed = useRef(false)
  useEffect(() => {
    const input = field.current
    input?.focus()
    // One letter is what somebody has begun to type: it must not be overwritten by the next.
    if (input && input.value.length > 1) input.select()
  }, [])
  const close = (value: string | null, move: CellPlace) => {
    if (closed.current) return
    closed.current = true
    onClose(value, move)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const { value } = event.currentTarget
    const back = event.shiftKey ? -1 : 1
    if (event.key === 'Enter') close(value, { row: back, column: 0 })
    else if (event.key === 'Tab') close(value, { row: 0, column: back })
    else if (event.key === 'Escape') close(null, STAY)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <input
      ref={field}
      className="grid-field"
      aria-label={label}
      defaultValue={draft}
      onKeyDown={onKeyDown}
      onBlur={event => close(event.currentTarget.value, STAY)}
    />
  )
}
