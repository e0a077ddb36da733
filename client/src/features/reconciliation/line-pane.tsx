import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { Money } from '#ui/money.tsx'

export type OpenLine = Outputs['reconciliation']['lines']['rows'][number]
export type Side = OpenLine['side']

/** Laid out for every row at once, so that a number too long for its place is cut and never widens the table. */
const ROW_HEIGHT = 52

/** One side as a table of which only the rows in sight are in the page; its foot counts and sums all of them. */
export function LinePane(props: LinePaneProps) {
  const { side, rows, total, sumFen, chosen, active, onToggle, onActive, onEnter, isFocused } = props
  const { t } = useTranslation('reconcile')
  const frame = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the compiler leaves this component as it is, which the list needs
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const shown = virtual.getVirtualItems()
  const before = shown[0]?.start ?? 0
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  useEffect(() => {
    if (isFocused && rows.length > 0) virtual.scrollToIndex(active, { align: 'auto' })
  }, [virtual, active, isFocused, rows.length])
  return (
    <div className="pane" data-focused={isFocused || undefined}>
      <h2 className="pane-head">
        {t(`side.${side}`)} <span className="small secondary">{t('linesCount', { count: total })}</span>
      </h2>
      <div
        className="pane-frame"
        ref={frame}
        data-pane={side}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable without a pointer
        tabIndex={0}
        role="region"
        aria-label={t(`side.${side}`)}
        onFocus={event => {
          if (event.target === event.currentTarget) onEnter()
        }}
      >
        <table className="pane-table" aria-rowcount={rows.length}>
          <caption className="visually-hidden">{t(`side.${side}`)}</caption>
          <colgroup>
            <col style={{ width: 36 }} />
            <col />
            <col style={{ width: 124 }} />
          </colgroup>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{t('column.choose')}</th>
              <th scope="col">{t('column.line')}</th>
              <th scope="col">{t('column.amount')}</th>
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <Gap height={before} /> : null}
            {shown.map(({ index }) => {
              const row = rows[index]
              return row ? (
                <LineRow
                  key={row.id}
                  row={row}
                  index={index}
                  isActive={index === active}
                  isChosen={chosen.has(row.id)}
                  onToggle={() => onToggle(row.id)}
                  onActive={() => onActive(index)}
                />
              ) : null
            })}
            {after > 0 ? <Gap height={after} /> : null}
          </tbody>
        </table>
        {rows.length === 0 ? <p className="pane-empty secondary">{t(`empty.${side}`)}</p> : null}
      </div>
      <p className="pane-foot small">
        <span className="secondary">{t('sum')}</span> <Money fen={sumFen} />
      </p>
    </div>
  )
}

interface LinePaneProps {
  side: Side
  rows: OpenLine[]
  total: number
  sumFen: string
  chosen: ReadonlySet<string>
  active: number
  isFocused: boolean
  onToggle: (id: string) => void
  /** The pane itself has the focus now: keys are about its lines. */
  onEnter: () => void
  onActive: (index: number) => void
}

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- it only keeps the place of rows out of sight */}
      <td colSpan={3} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function LineRow({ row, index, isActive, isChosen, onToggle, onActive }: LineRowProps) {
  const { t } = useTranslation('reconcile')
  const no = row.ownNo ?? row.channelNo ?? row.batchNo
  return (
    <tr
      className="line"
      aria-rowindex={index + 1}
      data-active={isActive || undefined}
      data-chosen={isChosen || undefined}
      onClick={onActive}
    >
      <td>
        <input
          type="checkbox"
          checked={isChosen}
          onChange={onToggle}
          onClick={event => event.stopPropagation()}
          aria-label={t('choose', { no: no ?? row.description })}
        />
      </td>
      <th scope="row" title={row.description}>
        <span className="line-no mono">{no ?? row.description.slice(0, 40)}</span>
        <span className="small secondary line-note">
          {row.businessDay.slice(5)} · {t(`kind.${row.kind as 'payment'}`)}
          {row.breakClass ? ` · ${t(`class.${row.breakClass}`)}` : ''}
          {row.breakState && row.breakState !== 'open' ? ` · ${t(`breakState.${row.breakState}`)}` : ''}
          {row.counterparty ? ` · ${row.counterparty}` : ''}
        </span>
      </th>
      <td className="line-amount">
        <Money fen={row.amountFen} plus />
      </td>
    </tr>
  )
}

interface LineRowProps {
  row: OpenLine
  index: number
  isActive: boolean
  isChosen: boolean
  onToggle: () => void
  onActive: () => void
}
