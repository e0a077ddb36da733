import type { RowCode } from '@haowu/shared/imports.ts'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { refreshCounts } from '#features/imports/use-failed-rows.ts'
import { useImport } from '#features/imports/use-import.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Codes, serials and whole rows differ from piece to piece: one value for all of them would only make another mistake. */
const OF_ONE_PIECE = /^(SKU|IMEI|SERIAL|DUPLICATE|IDENTITY|TITLE|COLUMNS|RECORD|REPORT_NUMBER|TEXT)_/
const WORDS: RowCode[] = ['WORD_UNKNOWN', 'CATEGORY_UNKNOWN', 'KIND_UNKNOWN', 'REPORT_VALUE_UNKNOWN']

type FixAllProps = { code: RowCode; column: string; onFixed: () => unknown }

/** One repair for every row of a cause: the same value for all, or leave them all out. */
export function FixAll({ code, column, onFixed }: FixAllProps) {
  const { t } = useTranslation('import')
  const { importId, groups } = useImport()
  const [value, setValue] = useState('')
  const count = groups.find(group => group.code === code && group.column === column)?.rows ?? 0
  const fix = useMutation(
    api.imports.fixAll.mutationOptions({
      onSuccess: ({ changed, fixed }, { action }) => {
        if (action.kind === 'set') showToast(t('fixedAll', { changed, fixed }))
        else showToast(t('skippedAll', { count: changed }))
        setValue('')
        void refreshCounts(importId)
        return onFixed()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() !== '') fix.mutate({ importId, code, column, action: { kind: 'set', value } })
  }
  return (
    <section className="fix-all" aria-label={t('fixAll')}>
      <span className="strong">{t('fixAllLead', { count })}</span>
      {OF_ONE_PIECE.test(code) ? null : (
        <form className="row" onSubmit={submit}>
          <input
            className="field"
            aria-label={t('fixAllValue', { column })}
            placeholder={t('fixAllValue', { column })}
            value={value}
            onChange={event => setValue(event.target.value)}
          />
          <Button type="submit" kind="primary" disabled={value.trim() === ''} busy={fix.isPending}>
            {t('fixAllSet', { count })}
          </Button>
        </form>
      )}
      {WORDS.includes(code) ? (
        <Link to="/imports/$importId/words" params={{ importId }} className="button">
          {t('toWords')}
        </Link>
      ) : null}
      <Button
        busy={fix.isPending}
        onClick={() => fix.mutate({ importId, code, column, action: { kind: 'skip' } })}
      >
        {t('fixAllSkip', { count })}
      </Button>
      <MutationError error={fix.error} />
    </section>
  )
}
