import { useTranslation } from 'react-i18next'
import './sample-table.css'

type HeaderPickerProps = { records: string[][]; headerRecord: number; onChange: (record: number) => void }

/** The first lines of the file: the one with the names of the columns is picked; those above it are titles. */
export function HeaderPicker({ records, headerRecord, onChange }: HeaderPickerProps) {
  const { t } = useTranslation('import')
  return (
    <fieldset className="header-picker">
      <legend className="strong">{t('headerTitle')}</legend>
      <p className="secondary">{t('headerLead')}</p>
      <div className="sample-frame">
        <table className="sample">
          <caption className="visually-hidden">{t('headerTitle')}</caption>
          <tbody>
            {records.map((record, index) => (
              <tr
                key={index}
                data-head={index + 1 === headerRecord || undefined}
                data-above={index + 1 < headerRecord || undefined}
              >
                <td>
                  <label className="header-choice">
                    <input
                      type="radio"
                      aria-label={t('recordNo', { record: index + 1 })}
                      name="header"
                      checked={index + 1 === headerRecord}
                      onChange={() => onChange(index + 1)}
                    />
                    <span className="numeric">{t('recordNo', { record: index + 1 })}</span>
                  </label>
                </td>
                {record.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  )
}
