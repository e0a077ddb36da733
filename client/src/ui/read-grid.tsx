/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose cells are walked and chosen is a grid to ARIA */
import { columnSizingFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useEffect, useId, useMemo, useRef } from 'react'
import { edgesOf } from '#ui/cell-range.ts'
import { useCellChoice } from '#ui/use-cell-choice.ts'
import './read-grid.css'

export type ReadColumn<Row> = {
  key: string
  title: string
  /** What is copied: exact, without signs or separators. */
  text: (row: Row) => string
  cell?: (row: Row) => ReactNode
  width: number
  align?: 'end'
  /** Pasted as a number; everything else stays a text, so that a spreadsheet keeps all digits of a long number. */
  isNumber?: boolean
}

type ReadGridProps<Row> = {
  label: string
  columns: ReadColumn<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Rows there are in all, of which these are the first. */
  rowCount: number
  onOpen: (row: Row) => void
  /** The last rows come into sight. */
  onEnd: () => void
}

const ROW_HEIGHT = 32
const NEAR_END = 40
const features = tableFeatures({ columnSizingFeature })

/**
 * Many rows to read, of which only those in sight are in the page: a real table that is walked by the keys of a spreadsheet, and
 * whose chosen cells are copied as one would paste them there.
 */
export function ReadGrid<Row extends object>(props: ReadGridProps<Row>) {
  const { label, columns, rows, rowKey, rowCount, onOpen, onEnd } = props
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const table = useRows({ columns, rows, rowKey })
  const model = table.getRowModel().rows
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component as it is, which the list needs
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 16,
  })
  const choice = useCellChoice({ rows, columns, virtual, onOpen })
  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - NEAR_END) onEnd()
  }, [lastShown, rows.length, onEnd])
  const { head } = choice.range
  const edges = edgesOf(choice.range)
  const isInside = (index: number) => index >= edges.top && index <= edges.bottom
  return (
    <div className="read-frame" ref={frame}>
      <table
        className="read-grid"
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        aria-multiselectable
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the grid is walked by keys
        tabIndex={0}
        aria-activedescendant={`${id}-${head.row}-${head.column}`}
        {...choice.handlers}
      >
        <Head columns={columns} widths={table.getAllLeafColumns().map(column => column.getSize())} />
        <tbody>
          <Gap height={shown[0]?.start ?? 0} columns={columns.length} />
          {shown.map(({ index }) => (
            <GridLine
              key={model[index]?.id ?? index}
              id={id}
              row={rows[index]}
              index={index}
              columns={columns as ReadColumn<unknown>[]}
              from={isInside(index) ? edges.left : -1}
              to={isInside(index) ? edges.right : -1}
              head={index === head.row ? head.column : -1}
            />
          ))}
          <Gap height={virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

type RowsProps<Row> = Pick<ReadGridProps<Row>, 'columns' | 'rows' | 'rowKey'>

/** The rows and columns as the table's model; each cell's value is the text that is copied of it. */
function useRows<Row extends object>({ columns, rows, rowKey }: RowsProps<Row>) {
  const defined = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return helper.columns(
      columns.map(({ key, title, text, width }) =>
        helper.accessor(text, { id: key, header: title, size: width }),
      ),
    )
  }, [columns])
  return useTable({ features, columns: defined, data: rows, getRowId: rowKey })
}

function Head<Row>({ columns, widths }: { columns: ReadColumn<Row>[]; widths: number[] }) {
  return (
    <>
      <colgroup>
        {columns.map((column, at) => (
          <col key={column.key} style={{ width: widths[at] }} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(column => (
            <th key={column.key} scope="col" data-align={column.align}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
    </>
  )
}

function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- it only keeps the place of rows out of sight */}
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

type LineProps = {
  id: string
  row: unknown
  index: number
  columns: ReadColumn<unknown>[]
  /** The chosen columns of this row, and the cell that the keys move; -1 for none. */
  from: number
  to: number
  head: number
}

/** Drawn again only when its own row or choice changes, which keeps scrolling and walking even. */
const GridLine = memo(function GridLine({ id, row, index, columns, from, to, head }: LineProps) {
  return (
    <tr aria-rowindex={index + 2} data-row={index}>
      {columns.map((column, at) => (
        <td
          key={column.key}
          id={`${id}-${index}-${at}`}
          data-column={at}
          data-align={column.align}
          data-head={at === head || undefined}
          aria-selected={from !== -1 && at >= from && at <= to}
        >
          {column.cell ? column.cell(row) : column.text(row)}
        </td>
      ))}
    </tr>
  )
})
