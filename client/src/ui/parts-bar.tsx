import type { ReactNode } from 'react'
import { Money } from '#ui/money.tsx'
import { CHART_COLOURS } from '#ui/tokens.ts'
import './parts-bar.css'

export type Part = { key: string; label: ReactNode; note?: ReactNode; fen: string | bigint }

/** A whole as one bar of its parts, each named with its exact amount; the amounts are what counts, the bar is a picture. */
export function PartsBar({ parts }: { parts: Part[] }) {
  const total = parts.reduce((sum, part) => sum + positive(part.fen), 0n)
  return (
    <div className="parts">
      <div className="parts-bar" aria-hidden="true">
        {parts.map((part, index) => (
          <span
            key={part.key}
            style={{ flexGrow: permille(positive(part.fen), total), background: colour(index) }}
          />
        ))}
      </div>
      <ul>
        {parts.map((part, index) => (
          <li key={part.key}>
            <span className="parts-dot" style={{ background: colour(index) }} aria-hidden="true" />
            <span className="stack-tight">
              <span>{part.label}</span>
              <span className="strong">
                <Money fen={part.fen} />
              </span>
              {part.note ? <span className="small secondary">{part.note}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const positive = (fen: string | bigint) => (BigInt(fen) > 0n ? BigInt(fen) : 0n)
const permille = (part: bigint, total: bigint) => (total > 0n ? Number((part * 1_000n) / total) : 0)
const colour = (index: number) => `var(--chart-${(index % CHART_COLOURS.length) + 1})`
