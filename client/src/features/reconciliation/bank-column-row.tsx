import { BANK_FIELDS, type BankField, type ProposedColumn } from '@haowu/shared/bank-mapping.ts'
import { useTranslation } from 'react-i18next'
import { StatusTag } from '#ui/status-tag.tsx'

type BankColumnRowProps = {
  column: ProposedColumn
  position: number
  field: BankField | null
  onChange: (field: BankField | null) => void
}

/** A column of the bank's: its header, what stands in it, what it means to us, and how sure that is. */
export function BankColumnRow({ column, position, field, onChange }: BankColumnRowProps) {
  const { t } = useTranslation('bank')
  const header = column.header || t('noHeader', { column: position })
  return (
    <li className="bank-column">
      <div className="bank-column-words">
        <div className="strong">{header}</div>
        <div className="small secondary bank-column-samples">
          {column.samples.join(' · ') || t('noSamples')}
        </div>
      </div>
      <select
        className="field"
        aria-label={t('meaningOf', { header })}
        value={field ?? ''}
        disabled={column.header === ''}
        onChange={event => onChange(BANK_FIELDS.find(each => each === event.target.value) ?? null)}
      >
        <option value="">{t('noMeaning')}</option>
        {BANK_FIELDS.map(each => (
          <option key={each} value={each}>
            {t(`field.${each}`)}
          </option>
        ))}
      </select>
      <Confidence column={column} field={field} />
    </li>
  )
}

function Confidence({ column, field }: Pick<BankColumnRowProps, 'column' | 'field'>) {
  const { t } = useTranslation('bank')
  const said = field === column.field ? (column.confidence ?? 'none') : 'chosen'
  const [tone, shape] = LOOKS[said]
  return (
    <StatusTag tone={tone} shape={shape}>
      {t(`confidence.${said}`)}
    </StatusTag>
  )
}

const LOOKS = {
  sure: ['success', 'live'],
  chosen: ['success', 'live'],
  likely: ['info', 'waiting'],
  guess: ['warning', 'attention'],
  none: ['neutral', 'off'],
} as const
