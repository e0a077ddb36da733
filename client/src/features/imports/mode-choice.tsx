import { IMPORT_MODES, type ImportMode } from '@haowu/shared/imports.ts'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import './mode-choice.css'

/** What the file is to do, in the supplier's words, each with the one line that tells it from the others. */
export function ModeChoice({ mode, onChange }: { mode: ImportMode; onChange: (mode: ImportMode) => void }) {
  const { t } = useTranslation('import')
  const name = useId()
  return (
    <fieldset className="modes">
      <legend className="strong">{t('modes')}</legend>
      {IMPORT_MODES.map(each => (
        <label key={each} className="mode">
          <input
            type="radio"
            name={name}
            value={each}
            checked={each === mode}
            onChange={() => onChange(each)}
          />
          <span className="strong">{t(`mode.${each}.name`)}</span>
          <span className="small secondary">{t(`mode.${each}.does`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
