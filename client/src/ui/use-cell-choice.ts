import type { Virtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useState } from 'react'
import {
  type CellRange,
  edgesOf,
  oneCell,
  rangeAfter,
  writeCells,
  writeCellsAsTable,
} from '#ui/cell-range.ts'
import type { CellPlace } from '#ui/grid-moves.ts'

type ChoiceProps<Row> = {
  rows: Row[]
  columns: { text: (row: Row) => string; isNumber?: boolean }[]
  virtual: Virtualizer<HTMLDivElement, Element>
  onOpen: (row: Row) => void
}

/** Which cells are chosen, by keys or by pointer, and what is copied of them. */
export function useCellChoice<Row>({ rows, columns, virtual, onOpen }: ChoiceProps<Row>) {
  const [range, setRange] = useState<CellRange>(oneCell({ row: 0, column: 0 }))
  const open = (row: number) => {
    const found = rows[row]
    if (found !== undefined) onOpen(found)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return
    if (event.key === 'Enter' || event.key === '.') {
      event.preventDefault()
      open(range.head.row)
      return
    }
    const size = { rows: rows.length, columns: columns.length }
    const page = Math.max(1, (virtual.scrollRect?.height ?? 400) / 32 - 3)
    const next = rangeAfter(range, event, { size, page: Math.floor(page) })
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    setRange(next)
    if (next.head.row !== range.head.row) virtual.scrollToIndex(next.head.row, { align: 'auto' })
  }
  const onMouseDown = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (place && event.button === 0)
      setRange(now => (event.shiftKey ? { ...now, head: place } : oneCell(place)))
  }
  const onMouseOver = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (place && event.buttons === 1) setRange(now => ({ ...now, head: place }))
  }
  const onDoubleClick = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (place) open(place.row)
  }
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault()
    const { top, bottom, left, right } = edgesOf(range)
    const chosen = columns.slice(left, right + 1)
    const lines = rows.slice(top, bottom + 1).map(row => chosen.map(column => column.text(row)))
    event.clipboardData.setData('text/plain', writeCells(lines))
    const isNumber = chosen.map(column => column.isNumber ?? false)
    event.clipboardData.setData('text/html', writeCellsAsTable(lines, isNumber))
  }
  return { range, handlers: { onKeyDown, onMouseDown, onMouseOver, onDoubleClick, onCopy } }
}

function placeOf(target: EventTarget): CellPlace | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-column]') : null
  const row = cell?.closest<HTMLElement>('tr[data-row]')
  return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : undefined
}
