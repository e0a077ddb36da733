import type { ReactNode } from 'react'
import type { Tone } from '#ui/tokens.ts'

export type Shape = 'live' | 'waiting' | 'attention' | 'refused' | 'off'

/** A state as shape, word and colour: any one of the three is enough to read it. */
export function StatusTag({ tone, shape, children }: { tone: Tone; shape: Shape; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      <svg aria-hidden="true" viewBox="0 0 10 10">
        {SHAPES[shape]}
      </svg>
      {children}
    </span>
  )
}

const SHAPES: Record<Shape, ReactNode> = {
  live: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  waiting: (
    <>
      <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5 1.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" />
    </>
  ),
  attention: <path d="M5 1 9.5 9H.5z" fill="currentColor" />,
  refused: (
    <path d="m2 2 6 6M8 2 2 8" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
  ),
  off: <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.4" />,
}
