import {
  IMPORT_DELIMITERS,
  IMPORT_ENCODINGS,
  type ImportDelimiter,
  type ImportEncoding,
} from '@haowu/shared/imports.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { HeaderPicker } from '#features/imports/header-picker.tsx'
import type { Layout } from '#features/imports/import-calls.ts'
import { ModeChoice } from '#features/imports/mode-choice.tsx'
import { SampleTable } from '#features/imports/sample-table.tsx'
import { useChoose } from '#features/imports/use-choose.ts'
import { useImport } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { QueryView } from '#ui/query-view.tsx'
import './file-step.css'

/** How the file was understood: each fact can be changed, and what it changes is seen at once or after reading again. */
export function FileStep() {
  const { importId } = useImport()
  const query = useQuery({ ...api.imports.layout.queryOptions({ importId }), staleTime: 0 })
  return (
    <QueryView query={query} lines={8}>
      {layout => (
        <FileFacts key={`${layout.encoding} ${layout.sheet} ${layout.headerRecord}`} layout={layout} />
      )}
    </QueryView>
  )
}

function FileFacts({ layout }: { layout: Layout }) {
  const { t } = useTranslation('import')
  const detail = useImport()
  const failureText = useFailureText()
  const [encoding, setEncoding] = useState(layout.encoding)
  const [delimiter, setDelimiter] = useState(layout.delimiter)
  const [sheet, setSheet] = useState(layout.sheet)
  const [headerRecord, setHeaderRecord] = useState(layout.headerRecord)
  const [mode, setMode] = useState(detail.mode)
  const { choose, busy, error } = useChoose()
  const isText = layout.sheets === null
  const isAnswered = isText ? encoding !== null : sheet !== null
  const submit = () =>
    choose(
      {
        ...(encoding !== null && (encoding !== layout.encoding || layout.encoding === null) && { encoding }),
        ...(delimiter !== null && delimiter !== layout.delimiter && { delimiter }),
        ...(sheet !== null && sheet !== layout.sheet && { sheet }),
        // Another sheet has another header, which is looked for anew.
        ...(headerRecord !== null &&
          headerRecord !== layout.headerRecord &&
          sheet === layout.sheet && { headerRecord }),
      },
      { remember: true, ...(mode !== detail.mode && { mode }) },
    )
  return (
    <>
      {detail.question ? (
        <Notice tone="warning" title={t(`ask.${detail.question.question}`)}>
          {failureText({ reason: detail.question.code, facts: detail.question.facts, requestId: null })}
        </Notice>
      ) : null}
      {isText ? (
        <EncodingFact layout={layout}>
          <Encodings
            layout={layout}
            encoding={encoding}
            onChange={value => setEncoding(encodingOf(value) ?? null)}
          />
        </EncodingFact>
      ) : (
        <Sheets layout={layout} sheet={sheet} onChange={setSheet} />
      )}
      {isText && delimiter !== null ? (
        <label className="fact-field">
          <span className="strong">{t('delimiter')}</span>
          <select
            className="field"
            value={delimiter}
            onChange={event => setDelimiter(delimiterOf(event.target.value) ?? null)}
          >
            {IMPORT_DELIMITERS.map(each => (
              <option key={each} value={each}>
                {t(`delimiters.${DELIMITER_NAMES[each]}`)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {headerRecord === null || sheet !== layout.sheet ? null : (
        <HeaderPicker records={layout.firstRecords} headerRecord={headerRecord} onChange={setHeaderRecord} />
      )}
      <ModeChoice mode={mode} onChange={setMode} />
      <MutationError error={error} />
      <div className="step-foot">
        <p className="secondary small step-foot-words">{t('fileFoot')}</p>
        <Button kind="primary" size="large" disabled={!isAnswered} busy={busy} onClick={submit}>
          {t('readAgain')}
        </Button>
      </div>
    </>
  )
}

const DELIMITER_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const

const encodingOf = (value: string): ImportEncoding | undefined =>
  IMPORT_ENCODINGS.find(each => each === value)
const delimiterOf = (value: string): ImportDelimiter | undefined =>
  IMPORT_DELIMITERS.find(each => each === value)

/** Where the encoding is known, its alternatives stay folded: they matter to nobody whose text reads right. */
function EncodingFact({ layout, children }: { layout: Layout; children: ReactNode }) {
  const { t } = useTranslation('import')
  const { question } = useImport()
  if (layout.encoding === null || question?.question === 'encoding') return children
  return (
    <div>
      <p>
        <span className="strong">{t('encoding')}</span> {layout.encoding.toUpperCase()}
      </p>
      <details className="encoding-more">
        <summary>{t('encodingChange')}</summary>
        {children}
      </details>
    </div>
  )
}

type EncodingsProps = { layout: Layout; encoding: string | null; onChange: (encoding: string) => void }

/** The same rows in each encoding the bytes allow: a person sees at a glance which one is right. */
function Encodings({ layout, encoding, onChange }: EncodingsProps) {
  const { t } = useTranslation('import')
  const known = layout.candidates.map(candidate => candidate.encoding)
  return (
    <fieldset className="candidates">
      <legend className="strong">{t('encodingTitle')}</legend>
      {layout.candidates.map(candidate => (
        <div key={candidate.encoding} className="candidate">
          <label className="mode">
            <input
              type="radio"
              name="encoding"
              checked={candidate.encoding === encoding}
              onChange={() => onChange(candidate.encoding)}
            />
            <span className="strong">{candidate.encoding.toUpperCase()}</span>
          </label>
          <SampleTable
            caption={t('encodingSample', { encoding: candidate.encoding.toUpperCase() })}
            rows={candidate.rows}
          />
        </div>
      ))}
      <label className="fact-field">
        <span>{t('otherEncoding')}</span>
        <select className="field" value={encoding ?? ''} onChange={event => onChange(event.target.value)}>
          {encoding === null ? <option value="">{t('chooseSheet')}</option> : null}
          {[...new Set([...known, ...IMPORT_ENCODINGS])].map(each => (
            <option key={each} value={each}>
              {each.toUpperCase()}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  )
}

type SheetsProps = { layout: Layout; sheet: string | null; onChange: (sheet: string) => void }

function Sheets({ layout, sheet, onChange }: SheetsProps) {
  const { t } = useTranslation('import')
  return (
    <label className="fact-field">
      <span className="strong">{t('sheet')}</span>
      <select className="field" value={sheet ?? ''} onChange={event => onChange(event.target.value)}>
        {sheet === null ? <option value="">{t('chooseSheet')}</option> : null}
        {(layout.sheets ?? []).map(each => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  )
}
