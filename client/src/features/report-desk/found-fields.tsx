import { useTranslation } from 'react-i18next'
import { fieldName, reportedWords } from '#features/report-desk/reported-words.ts'
import type { Look } from '#features/report-desk/reinspections-page.tsx'

type Found = Record<string, string | number>
/** Without the number where somebody else asks for it. */
type Asked = Pick<Look, 'fields'> & Partial<Pick<Look, 'identity'>>
type Props = { look: Asked; found: Found; onChange: (found: Found) => void }

/** Each finding as reported; left alone it was found so. */
export function FoundFields({ look, found, onChange }: Props) {
  const { t, i18n } = useTranslation('report-desk')
  const set = (key: string, value: string | number | undefined) => {
    const { [key]: _, ...others } = found
    onChange(value === undefined ? others : { ...others, [key]: value })
  }
  return (
    <div className="stack">
      {look.identity === undefined ? null : (
        <label className="stack-tight">
          <span>{t('looks.number')}</span>
          <input
            className="field"
            autoComplete="off"
            maxLength={80}
            placeholder={look.identity ?? ''}
            value={found.identity ?? ''}
            onChange={({ target: { value } }) => set('identity', value.trim() ? value : undefined)}
          />
        </label>
      )}
      {look.fields.map(field => {
        const reported = reportedWords(field, field.reported, i18n.language)
        return (
          <label key={field.key} className="stack-tight">
            <span>{fieldName(field, i18n.language)}</span>
            {field.kind === 'choice' ? (
              <select
                className="field"
                value={found[field.key] ?? ''}
                onChange={({ target: { value } }) => set(field.key, value || undefined)}
              >
                <option value="">{t('looks.asReported', { reported })}</option>
                {field.choices
                  .filter(({ code }) => code !== field.reported)
                  .map(choice => (
                    <option key={choice.code} value={choice.code}>
                      {i18n.language === 'en' ? choice.en : choice.zh}
                    </option>
                  ))}
              </select>
            ) : (
              <input
                className="field"
                inputMode="numeric"
                autoComplete="off"
                placeholder={t('looks.asReported', { reported })}
                value={found[field.key] ?? ''}
                onChange={({ target: { value } }) => set(field.key, wholeNumber(value, field.reported))}
              />
            )}
          </label>
        )
      })}
    </div>
  )
}

/** The number as reported is no difference; what is no number is not taken. */
function wholeNumber(typed: string, reported: string | number | null): number | undefined {
  const digits = typed.replace(/\D/g, '').slice(0, 9)
  return digits === '' || Number(digits) === reported ? undefined : Number(digits)
}
