import type { ReactNode } from 'react'
import { useIsPhone } from '#ui/media.ts'

export type Column<Row> = {
  key: string
  title: ReactNode
  cell: (row: Row) => ReactNode
  align?: 'end'
  /** Stands as the heading of a labelled row on phones; put the row's link here. */
  heading?: boolean
  /** Buttons of the row: on phones they stand under it, without a label. */
  actions?: boolean
  width?: number | string
}

/** One list, two shapes: a real table on wide screens, labelled rows on phones. `caption` names it to a reader. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  foot,
  dimmed = false,
  fixed = false,
}: DataTableProps<Row>) {
  const isPhone = useIsPhone()
  if (isPhone) return <Records {...{ caption, columns, rows, rowKey, dimmed }} />
  return (
    <div className="table-frame">
      <table className={dimmed ? 'table dimmed' : 'table'} data-fixed={fixed || undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.key} scope="col" data-align={column.align} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={rowKey(row)}>
              {columns.map(column =>
                column.heading ? (
                  <th key={column.key} scope="row" data-align={column.align}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} data-align={column.align}>
                    {column.actions ? (
                      <div className="row above-row-link">{column.cell(row)}</div>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  )
}

function Records<Row>({ caption, columns, rows, rowKey, dimmed }: DataTableProps<Row>) {
  const heading = columns.find(column => column.heading)
  const actions = columns.find(column => column.actions)
  const facts = columns.filter(column => column !== heading && column !== actions)
  return (
    <ul className={dimmed ? 'records dimmed' : 'records'} aria-label={caption}>
      {rows.map(row => (
        <li key={rowKey(row)} className="record">
          {heading ? <div className="strong">{heading.cell(row)}</div> : null}
          <dl>
            {facts.map(column => (
              <div key={column.key}>
                <dt>{column.title}</dt>
                <dd>{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
          {actions ? <div className="record-actions">{actions.cell(row)}</div> : null}
        </li>
      ))}
    </ul>
  )
}

type DataTableProps<Row> = {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** A `<tr>` of sums; wide screens only, so say the sums elsewhere on phones. */
  foot?: ReactNode
  dimmed?: boolean | undefined
  /** Keeps to the columns' widths whatever stands in them, so that tables below each other line up. */
  fixed?: boolean
}
