import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cellKey, type UnsavedCells } from '#features/imports/cell-saver.ts'
import { cellText } from '#features/imports/grid-columns.ts'
import type { FailedRow, FailedRows } from '#features/imports/import-calls.ts'
import type { useFailedRows } from '#features/imports/use-failed-rows.ts'
import { useFindingText } from '#features/imports/use-finding-text.ts'
import { Button } from '#ui/button.tsx'
import { EditGrid, type GridCell, type GridRow } from '#ui/edit-grid.tsx'
import { type CellPlace, placeOfNextMark } from '#ui/grid-moves.ts'
import { StatusTag } from '#ui/status-tag.tsx'

type RowsGridProps = {
  page: FailedRows
  failed: ReturnType<typeof useFailedRows>
  shown: number[]
  tools: ReactNode
}

/** The failing rows as a spreadsheet shows them, the wrong cells marked, and below it what the cell one stands on needs. */
export function RowsGrid({ page, failed, shown, tools }: RowsGridProps) {
  const { t } = useTranslation('import')
  const navigate = useNavigate({ from: '/imports/$importId/rows' })
  const cellOf = useGridCell(failed.unsaved)
  const rows: GridRow[] = page.rows.map(row => ({
    key: String(row.line),
    head: <RowHead row={row} />,
    tail: <SkipButton row={row} onSkip={failed.skip} />,
    state: row.state,
    cells: shown.map(columnIndex => cellOf(row, columnIndex)),
  }))
  const [active, setActive] = useActiveCell(rows, page)
  const onPastLast = () => {
    if (page.nextCursor)
      void navigate({ search: before => ({ ...before, after: page.nextCursor ?? undefined }) })
    else setActive(placeOfNextMark(rows, { row: 0, column: -1 }) ?? active)
  }
  const current = page.rows[active.row]
  const columnIndex = shown[active.column]
  return (
    <>
      <div className="rows-tools">
        {current && columnIndex !== undefined ? (
          <CellFacts row={current} columnIndex={columnIndex} header={page.columns[columnIndex] ?? ''} />
        ) : null}
        {tools}
      </div>
      <EditGrid
        label={t('rowsGrid')}
        headTitle={t('line')}
        tailTitle={t('rowTail')}
        columns={shown.map(index => ({ key: String(index), title: page.columns[index] ?? '' }))}
        rows={rows}
        rowCount={page.total}
        active={active}
        onActive={setActive}
        onPastLast={onPastLast}
        onEdit={changes =>
          failed.edit(
            changes.flatMap(({ row, column, value }) => {
              const line = page.rows[row]?.line
              const index = shown[column]
              return line === undefined || index === undefined ? [] : [{ line, columnIndex: index, value }]
            }),
          )
        }
      />
      <p className="small secondary">{t('gridKeys')}</p>
    </>
  )
}

/** Begins at the first wrong cell, and again on each new page. */
function useActiveCell(rows: GridRow[], page: FailedRows) {
  const first = placeOfNextMark(rows, { row: 0, column: -1 }) ?? { row: 0, column: 0 }
  const lines = useMemo(() => page.rows.map(row => row.line).join(), [page.rows])
  const state = useState<CellPlace>(first)
  const [, setActive] = state
  // oxlint-disable-next-line react/exhaustive-deps -- only another page moves the place; a mended row on this one does not
  useEffect(() => setActive(first), [lines])
  return state
}

function useGridCell(unsaved: UnsavedCells): (row: FailedRow, columnIndex: number) => GridCell {
  const { t } = useTranslation('import')
  const findingText = useFindingText()
  return (row, columnIndex) => {
    const typed = unsaved.get(cellKey({ line: row.line, columnIndex }))
    const changed = row.patched[columnIndex] !== undefined
    const finding = row.state === 'open' ? worst(row, columnIndex) : undefined
    return {
      text: typed?.value ?? cellText(row, columnIndex),
      note: finding ? t(`cause.${finding.code}`) : undefined,
      sentence: finding ? findingText(finding) : undefined,
      tone: finding ? (finding.severity === 'error' ? 'danger' : 'warning') : undefined,
      saved: typed?.saved ?? (changed ? 'saved' : undefined),
      changed: changed || typed !== undefined,
    }
  }
}

function worst(row: FailedRow, columnIndex: number) {
  const here = row.findings.filter(finding => finding.columnIndex === columnIndex)
  return here.find(({ severity }) => severity === 'error') ?? here[0]
}

/** Its line as the spreadsheet counts it, and what is wrong with the row as a whole. */
function RowHead({ row }: { row: FailedRow }) {
  const { t } = useTranslation('import')
  const findingText = useFindingText()
  const whole = row.state === 'open' ? row.findings.filter(finding => finding.columnIndex === null) : []
  return (
    <div className="stack-tight row-head">
      <span className="numeric">{t('lineNo', { line: row.line })}</span>
      {row.state === 'fixed' ? (
        <StatusTag tone="success" shape="live">
          {t('rowFixed')}
        </StatusTag>
      ) : null}
      {row.state === 'skipped' ? (
        <StatusTag tone="neutral" shape="off">
          {t('rowSkipped')}
        </StatusTag>
      ) : null}
      {whole.map(finding => (
        <span key={finding.code} className="small row-wrong" title={findingText(finding)}>
          {t(`cause.${finding.code}`)}
        </span>
      ))}
    </div>
  )
}

type SkipButtonProps = { row: FailedRow; onSkip: (line: number, skip: boolean) => Promise<void> }

export function SkipButton({ row, onSkip }: SkipButtonProps) {
  const { t } = useTranslation('import')
  const skipped = row.state === 'skipped'
  if (row.state === 'fixed') return null
  return (
    <Button
      size="small"
      kind="quiet"
      aria-label={t(skipped ? 'takeRowBack' : 'skipRow', { line: row.line })}
      onClick={() => onSkip(row.line, !skipped)}
    >
      {t(skipped ? 'takeBack' : 'skip')}
    </Button>
  )
}

type CellFactsProps = { row: FailedRow; columnIndex: number; header: string }

/** The cell one stands on: its address as the spreadsheet has it, what is wrong and what to do, and what the file said. */
function CellFacts({ row, columnIndex, header }: CellFactsProps) {
  const { t } = useTranslation('import')
  const findingText = useFindingText()
  const findings =
    row.state === 'open'
      ? row.findings.filter(finding => finding.columnIndex === columnIndex || finding.columnIndex === null)
      : []
  return (
    <div className="cell-facts" data-tone={findings.length > 0 ? 'danger' : undefined}>
      <span className="strong nowrap">{t('cellAddress', { line: row.line, column: header })}</span>
      <span>
        {findings.length > 0
          ? findings.map(finding => findingText(finding)).join(' ')
          : row.state === 'fixed'
            ? t('rowIsGood')
            : t('cellIsGood')}
      </span>
      {row.patched[columnIndex] === undefined ? null : (
        <span className="secondary">
          {t('fileSaid')} <del>{row.cells[columnIndex] || t('blank')}</del>
        </span>
      )}
    </div>
  )
}
