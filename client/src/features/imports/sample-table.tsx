import './sample-table.css'

type SampleTableProps = { caption: string; rows: string[][]; head?: boolean }

/** A few raw rows as they were read, to be looked at: scrolls by itself where they are wider than the page. */
export function SampleTable({ caption, rows, head = false }: SampleTableProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable without a pointer
    <div className="sample-frame" tabIndex={0} role="region" aria-label={caption}>
      <table className="sample">
        <caption className="visually-hidden">{caption}</caption>
        <tbody>
          {rows.map((row, line) => (
            <tr key={line} data-head={(head && line === 0) || undefined}>
              {row.map((cell, column) =>
                head && line === 0 ? (
                  <th key={column} scope="col">
                    {cell}
                  </th>
                ) : (
                  <td key={column}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
