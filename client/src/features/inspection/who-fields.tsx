import { REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { INSPECTION_LIMITS } from '@haowu/shared/inspection.ts'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Change, Inspection } from '#features/inspection/inspection-kinds.ts'
import type { OpenDesk } from '#features/inspection/use-inspection.ts'
import { Choice } from '#ui/choice.tsx'

/** Who looked at the piece, when, where and with what; the number as read from the piece itself. */
export function WhoFields({ desk, inspection, onChange }: WhoFieldsProps) {
  const { t } = useTranslation(['inspection', 'common'])
  const id = useId()
  return (
    <section className="panel stack" aria-labelledby={id}>
      <h2 id={id}>{t('inspection:who')}</h2>
      <Choice
        label={t('inspection:kind')}
        value={inspection.kind}
        options={REPORT_KINDS.map(value => ({ value, label: t(`common:reportKind.${value}`) }))}
        onChange={kind => onChange({ kind })}
      />
      {inspection.kind === 'third_party' ? (
        <AgencyFields {...{ desk, inspection, onChange }} />
      ) : desk.thirdPartyRequired ? (
        <p className="small secondary">{t('inspection:thirdPartyRequired')}</p>
      ) : null}
      {desk.item.identity === null ? null : (
        <TextLine
          label={t('inspection:identityRead')}
          value={inspection.identityRead}
          onChange={identityRead => onChange({ identityRead })}
        />
      )}
      <TextLine
        label={t('inspection:inspector')}
        value={inspection.inspectorName}
        choices={desk.inspectors}
        onChange={inspectorName => onChange({ inspectorName })}
      />
      <label className="stack-tight">
        <span>{t('inspection:inspectedOn')}</span>
        <input
          type="date"
          className="field"
          max={desk.today}
          value={inspection.inspectedOn}
          onChange={event => event.target.value && onChange({ inspectedOn: event.target.value })}
        />
      </label>
      <TextLine
        label={t('inspection:place')}
        value={inspection.place}
        onChange={place => onChange({ place })}
      />
      <TextLine
        label={t('inspection:tools')}
        value={inspection.tools.join('、')}
        onChange={text => onChange({ tools: toolsOf(text) })}
      />
    </section>
  )
}

type WhoFieldsProps = { desk: OpenDesk; inspection: Inspection; onChange: (change: Change) => void }

function toolsOf(text: string): string[] {
  return text
    .split(/[,，、;；]/)
    .map(tool => tool.trim().slice(0, 40))
    .filter(Boolean)
    .slice(0, INSPECTION_LIMITS.tools)
}

function AgencyFields({ desk, inspection, onChange }: WhoFieldsProps) {
  const { t } = useTranslation('inspection')
  return (
    <>
      <label className="stack-tight">
        <span>{t('agency')}</span>
        <select
          className="field"
          value={inspection.inspectionAgencyId ?? ''}
          onChange={event => onChange({ inspectionAgencyId: event.target.value || null })}
        >
          <option value="">{t('chooseAgency')}</option>
          {desk.agencies.map(agency => (
            <option key={agency.id} value={agency.id}>
              {agency.name}
            </option>
          ))}
        </select>
      </label>
      <TextLine
        label={t('externalNo')}
        value={inspection.externalNo ?? ''}
        onChange={externalNo => onChange({ externalNo: externalNo || null })}
      />
    </>
  )
}

/** Kept when the field is left, so that half a word is never saved. */
function TextLine({ label, value, choices, onChange }: TextLineProps) {
  const listId = useId()
  return (
    <label className="stack-tight">
      <span>{label}</span>
      <input
        key={value}
        className="field"
        defaultValue={value}
        list={choices ? listId : undefined}
        onBlur={event => event.target.value.trim() !== value && onChange(event.target.value.trim())}
      />
      {choices ? (
        <datalist id={listId}>
          {choices.map(choice => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </datalist>
      ) : null}
    </label>
  )
}

type TextLineProps = {
  label: string
  value: string
  choices?: string[]
  onChange: (text: string) => void
}
