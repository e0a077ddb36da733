/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose cells are edited is a grid to ARIA */
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EditField } from '#ui/edit-field.tsx'
import { readCells } from '#ui/clipboard-cells.ts'
import { type CellPlace, movedBy, placeOfNextMark } from '#ui/grid-moves.ts'
import { Icon } from '#ui/icon.tsx'
import './edit-grid.css'

export type GridCell = {
  text: string
  /** What is wrong with it, in a word; it stands under the text. */
  note?: string | undefined
  /** The whole sentence, for whoever stands on the cell. */
  sentence?: string | undefined
  tone?: 'danger' | 'warning' | undefined
  /** How far a change of it has come. */
  saved?: 'saving' | 'saved' | 'failed' | undefined
  changed?: boolean | undefined
}
export type GridRow = {
  key: string
  head: ReactNode
  tail: ReactNode
  state: 'open' | 'fixed' | 'skipped'
  cells: GridCell[]
}

type EditGridProps = {
  label: string
  headTitle: string
  tailTitle: string
  columns: { key: string; title: string }[]
  rows: GridRow[]
  /** Rows there are in all, of which these are a page. */
  rowCount: number
  active: CellPlace
  onActive: (place: CellPlace) => void
  onEdit: (changes: (CellPlace & { value: string })[]) => void
  /** N was pressed and no marked cell follows on this page. */
  onPastLast: () => void
}

/**
 * Cells that are edited where they stand, by hands that know spreadsheets: arrows move, Enter edits and goes down, Tab goes
 * right, Escape leaves as it was, N jumps to the next marked cell, cells of a spreadsheet may be pasted. One cell at a time
 * takes part in the page's order of Tab.
 */
export function EditGrid(props: EditGridProps) {
  const { label, headTitle, tailTitle, columns, rows, rowCount, active, onActive } = props
  const frame = useRef<HTMLDivElement>(null)
  const grid = useGridKeys(props, frame)
  return (
    <div className="grid-frame" ref={frame}>
      <table
        className="grid"
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        onKeyDown={grid.onKeyDown}
        onPaste={grid.onPaste}
      >
        <thead>
          <tr>
            <th scope="col" className="grid-head">
              {headTitle}
            </th>
            {columns.map(column => (
              <th key={column.key} scope="col">
                {column.title}
              </th>
            ))}
            <th scope="col">{tailTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.key} data-state={row.state}>
              <th scope="row" className="grid-head">
                {row.head}
              </th>
              {row.cells.map((cell, column) => {
                const here = active.row === rowIndex && active.column === column
                return (
                  <Cell
                    key={columns[column]?.key ?? column}
                    cell={cell}
                    place={{ row: rowIndex, column }}
                    here={here}
                    draft={here ? grid.draft : null}
                    label={columns[column]?.title ?? ''}
                    onFocus={onActive}
                    onOpen={() => grid.open({ row: rowIndex, column })}
                    onClose={grid.close}
                  />
                )
              })}
              <td className="grid-tail">{row.tail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type CellProps = {
  cell: GridCell
  place: CellPlace
  here: boolean
  /** What the field begins with; null while the cell is only looked at. */
  draft: string | null
  label: string
  onFocus: (place: CellPlace) => void
  onOpen: () => void
  onClose: (value: string | null, move: CellPlace) => void
}

function Cell({ cell, place, here, draft, label, onFocus, onOpen, onClose }: CellProps) {
  const { t } = useTranslation('common')
  const id = `cell-${place.row}-${place.column}`
  return (
    <td
      data-cell={`${place.row}:${place.column}`}
      data-tone={cell.tone}
      data-changed={cell.changed || undefined}
      tabIndex={here && draft === null ? 0 : -1}
      aria-invalid={cell.tone === 'danger' || undefined}
      aria-describedby={cell.sentence ? id : undefined}
      onFocus={event => event.target === event.currentTarget && onFocus(place)}
      onDoubleClick={onOpen}
      title={cell.text.length > 24 ? cell.text : undefined}
    >
      {draft === null ? (
        <span className="grid-text">{cell.text || <span className="grid-blank">{t('blankCell')}</span>}</span>
      ) : (
        <EditField label={label} draft={draft} onClose={onClose} />
      )}
      {cell.note ? (
        <span className="grid-note">
          <Icon name="warning" size={12} />
          {cell.note}
        </span>
      ) : null}
      {cell.saved ? <SavedMark saved={cell.saved} /> : null}
      {cell.sentence ? (
        <span id={id} className="visually-hidden">
          {cell.sentence}
        </span>
      ) : null}
    </td>
  )
}

function SavedMark({ saved }: { saved: NonNullable<GridCell['saved']> }) {
  const { t } = useTranslation('common')
  return (
    <span className="grid-saved" data-saved={saved}>
      {saved === 'saving' ? <span className="spinner" aria-hidden="true" /> : null}
      {saved === 'saved' ? <Icon name="check" size={12} /> : null}
      {saved === 'failed' ? <Icon name="warning" size={12} /> : null}
      <span className="visually-hidden">{t(`cell.${saved}`)}</span>
    </span>
  )
}

function useGridKeys(
  { rows, columns, active, onActive, onEdit, onPastLast }: EditGridProps,
  frame: FrameRef,
) {
  const [draft, setDraft] = useState<string | null>(null)
  const moved = useRef(false)
  const size = { rows: rows.length, columns: columns.length }
  const cellAt = ({ row, column }: CellPlace) => rows[row]?.cells[column]
  useEffect(() => {
    if (!moved.current || draft !== null) return
    moved.current = false
    const cell = frame.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.column}"]`)
    cell?.focus()
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active, draft, frame])
  const moveTo = (place: CellPlace) => {
    moved.current = true
    onActive(place)
  }
  const open = (place: CellPlace, text = cellAt(place)?.text ?? '') => {
    onActive(place)
    setDraft(text)
  }
  const close = (value: string | null, move: CellPlace) => {
    setDraft(null)
    if (value !== null && value !== cellAt(active)?.text) onEdit([{ ...active, value }])
    moveTo(movedBy(active, move, size))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (draft !== null || !isOnCell(event.target)) return
    const act = actOf(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    if (act.kind === 'move') moveTo(movedBy(active, act.by, size))
    else if (act.kind === 'open') open(active, act.text)
    else if (act.kind === 'empty') onEdit([{ ...active, value: '' }])
    else {
      const next = placeOfNextMark(rows, active)
      if (next) moveTo(next)
      else onPastLast()
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    if (draft !== null) return
    event.preventDefault()
    const changes = readCells(event.clipboardData.getData('text/plain')).flatMap((line, down) =>
      line.map((value, right) => ({ row: active.row + down, column: active.column + right, value })),
    )
    onEdit(changes.filter(change => cellAt(change) !== undefined && cellAt(change)?.text !== change.value))
  }
  return { draft, open, close, onKeyDown, onPaste }
}

type FrameRef = { current: HTMLDivElement | null }

const isOnCell = (target: EventTarget) => target instanceof Element && target.matches('[data-cell]')

type Act =
  | { kind: 'move'; by: CellPlace }
  | { kind: 'open'; text?: string }
  | { kind: 'empty' }
  | { kind: 'next' }

const MOVES: Record<string, CellPlace> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  Home: { row: 0, column: -Infinity },
  End: { row: 0, column: Infinity },
}

/** What a key means on a cell. An input method has not said yet what is typed, so the field opens empty and receives it. */
function actOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Act | null {
  if (ctrlKey || metaKey || altKey) return null
  const by = MOVES[key]
  if (by) return { kind: 'move', by }
  if (key === 'Enter' || key === 'F2') return { kind: 'open' }
  if (key === 'Delete' || key === 'Backspace') return { kind: 'empty' }
  if (key === 'n' || key === 'N') return { kind: 'next' }
  if (key === 'Process') return { kind: 'open', text: '' }
  return key.length === 1 && key !== '?' && key !== '/' ? { kind: 'open', text: key } : null
}
