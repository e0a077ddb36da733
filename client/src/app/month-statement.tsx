import type { ReactNode } from 'react'
import { MonthPicker } from '#app/month-picker.tsx'
import { Money } from '#ui/money.tsx'
import './month-statement.css'

interface MonthStatementProps {
  title: string
  /** What the choice of a month is called to those who cannot see it. */
  monthLabel: string
  month: string
  onMonth: (month: string) => void
  /** Buttons that fetch the month as a file. */
  downloads?: ReactNode
  children: ReactNode
}

/** An account of one month: which one, its files, and what happened in it. */
export function MonthStatement(props: MonthStatementProps) {
  const { title, monthLabel, month, onMonth, downloads, children } = props
  return (
    <section className="stack" aria-label={title}>
      <div className="page-head">
        <h2>{title}</h2>
        <div className="month-picker">
          <MonthPicker label={monthLabel} month={month} onMonth={onMonth} />
          {downloads}
        </div>
      </div>
      {children}
    </section>
  )
}

/** What a month began with, what moved, and what it ended with: the three add up in sight. */
export function MonthFigures({ openingFen, closingFen, words }: MonthFiguresProps) {
  const figures = [
    { word: words.opening, money: <Money fen={openingFen} /> },
    { word: words.moved, money: <Money fen={BigInt(closingFen) - BigInt(openingFen)} plus /> },
    { word: words.closing, money: <Money fen={closingFen} /> },
  ]
  return (
    <dl className="figures">
      {figures.map(({ word, money }) => (
        <div key={word} className="figure">
          <dt>{word}</dt>
          <dd>{money}</dd>
        </div>
      ))}
    </dl>
  )
}

interface MonthFiguresProps {
  openingFen: string
  closingFen: string
  words: { opening: string; moved: string; closing: string }
}
