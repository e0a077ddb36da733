import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { cellKey } from '#features/imports/cell-saver.ts'
import { cellText } from '#features/imports/grid-columns.ts'
import type { FailedRow, FailedRows, Finding } from '#features/imports/import-calls.ts'
import { SkipButton } from '#features/imports/rows-grid.tsx'
import type { useFailedRows } from '#features/imports/use-failed-rows.ts'
import { useFindingText } from '#features/imports/use-finding-text.ts'
import { Icon } from '#ui/icon.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Failed = ReturnType<typeof useFailedRows>
type RowCardsProps = { page: FailedRows; failed: Failed; naming: number[] }

/** The failing rows on a phone: each says which item it is and offers only its wrong cells, as fields. */
export function RowCards({ page, failed, naming }: RowCardsProps) {
  const { t } = useTranslation('import')
  return (
    <ul className="records" aria-label={t('rowsGrid')}>
      {page.rows.map(row => (
        <li key={row.line} className="record">
          <div className="row row-card-head">
            <span className="strong">
              {naming
                .map(index => cellText(row, index))
                .filter(Boolean)
                .join(' · ') || t('blank')}
            </span>
            <RowState row={row} />
          </div>
          <Fields row={row} page={page} failed={failed} />
          <div className="record-actions">
            <span className="small secondary numeric">{t('lineNo', { line: row.line })}</span>
            <SkipButton row={row} onSkip={failed.skip} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function RowState({ row }: { row: FailedRow }) {
  const { t } = useTranslation('import')
  if (row.state === 'fixed') {
    return (
      <StatusTag tone="success" shape="live">
        {t('rowFixed')}
      </StatusTag>
    )
  }
  if (row.state === 'open') return null
  return (
    <StatusTag tone="neutral" shape="off">
      {t('rowSkipped')}
    </StatusTag>
  )
}

function Fields({ row, page, failed }: { row: FailedRow; page: FailedRows; failed: Failed }) {
  const findingText = useFindingText()
  const touched = new Set([
    ...row.findings.flatMap(({ columnIndex }) => columnIndex ?? []),
    ...Object.keys(row.patched).map(Number),
  ])
  const whole = row.state === 'open' ? row.findings.filter(finding => finding.columnIndex === null) : []
  return (
    <>
      {whole.map(finding => (
        <p key={finding.code} className="small row-wrong">
          {findingText(finding)}
        </p>
      ))}
      {[...touched].map(index => (
        <CardField
          key={index}
          label={page.columns[index] ?? ''}
          findings={row.state === 'open' ? row.findings.filter(finding => finding.columnIndex === index) : []}
          text={cellText(row, index)}
          unsaved={failed.unsaved.get(cellKey({ line: row.line, columnIndex: index }))}
          saved={row.patched[index] !== undefined}
          onSave={value => failed.edit([{ line: row.line, columnIndex: index, value }])}
        />
      ))}
    </>
  )
}

type CardFieldProps = {
  label: string
  findings: Finding[]
  text: string
  unsaved: { value: string; saved: 'saving' | 'failed' } | undefined
  saved: boolean
  onSave: (value: string) => void
}

function CardField({ label, findings, text, unsaved, saved, onSave }: CardFieldProps) {
  const { t } = useTranslation(['import', 'common'])
  const findingText = useFindingText()
  const id = useId()
  const state = unsaved?.saved ?? (saved ? 'saved' : undefined)
  return (
    <div className="card-field">
      <label htmlFor={id}>
        {label}
        {state ? (
          <span className="small secondary card-saved">
            {state === 'saved' ? <Icon name="check" size={14} /> : null}
            {t(`common:cell.${state}`)}
          </span>
        ) : null}
      </label>
      <input
        key={text}
        id={id}
        className="field"
        defaultValue={unsaved?.value ?? text}
        aria-invalid={findings.length > 0 || undefined}
        aria-describedby={findings.length > 0 ? `${id}-why` : undefined}
        onBlur={event => {
          if (event.target.value !== (unsaved?.value ?? text)) onSave(event.target.value)
        }}
        onKeyDown={event => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur()
        }}
      />
      {findings.length > 0 ? (
        <p id={`${id}-why`} className="small row-wrong">
          {findings.map(finding => findingText(finding)).join(' ')}
        </p>
      ) : null}
    </div>
  )
}
