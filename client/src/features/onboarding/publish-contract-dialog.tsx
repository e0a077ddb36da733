import { publishContractInput } from '@haowu/shared/onboarding.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { earliestDay, type NoticeAt, NoticeFields } from '#features/rules/notice-fields.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Contract = Outputs['reviews']['contracts']['contracts'][number]
type Props = { newest: Contract; notice: NoticeAt; onClose: () => void }
type Row = { id: number; zh: string; en: string }

/** The next version of a contract, written from the newest one. It binds everybody of its kind, so it always has the long notice. */
export function PublishContractDialog({ newest, notice, onClose }: Props) {
  const { t } = useTranslation('review')
  const [rows, setRows] = useState<Row[]>(() => newest.clauses.map((clause, id) => ({ id, ...clause })))
  const earliest = earliestDay(notice, 'important')
  const [day, setDay] = useState(earliest)
  const clauses = rows.map(({ zh, en }) => ({ zh, en }))
  const isSame =
    clauses.length === newest.clauses.length &&
    clauses.every(({ zh, en }, n) => zh === newest.clauses[n]?.zh && en === newest.clauses[n]?.en)
  const read = publishContractInput.safeParse({
    kind: newest.kind,
    clauses,
    effectiveFrom: `${day}T00:00:00+08:00`,
  })
  const isReady = read.success && !isSame && day >= earliest
  const publish = usePublish(onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady && !publish.isPending) publish.mutate(read.data)
  }
  return (
    <Dialog
      title={t('contracts.publishTitle', { kind: t(`kind.${newest.kind}`), version: newest.version + 1 })}
      onClose={onClose}
      wide
    >
      <form className="stack" onSubmit={submit} noValidate>
        <p className="secondary">{t('contracts.publishLead')}</p>
        {rows.map((row, at) => (
          <ClauseFields
            key={row.id}
            n={at + 1}
            row={row}
            onChange={next => setRows(rows.map(each => (each.id === row.id ? next : each)))}
            onRemove={rows.length > 1 ? () => setRows(rows.filter(({ id }) => id !== row.id)) : undefined}
          />
        ))}
        <div>
          <Button
            icon="plus"
            disabled={rows.length >= 50}
            onClick={() =>
              setRows([...rows, { id: Math.max(...rows.map(({ id }) => id)) + 1, zh: '', en: '' }])
            }
          >
            {t('contracts.add')}
          </Button>
        </div>
        <NoticeFields notice={notice} importance="important" day={day} onDay={setDay} />
        {isSame ? <p className="secondary">{t('contracts.same')}</p> : null}
        {!read.success && !isSame ? <p className="field-error">{t('contracts.bad')}</p> : null}
        <MutationError error={publish.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" busy={publish.isPending} disabled={!isReady}>
            {t('contracts.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type FieldsProps = { n: number; row: Row; onChange: (row: Row) => void; onRemove: (() => void) | undefined }

function ClauseFields({ n, row, onChange, onRemove }: FieldsProps) {
  const { t } = useTranslation('review')
  return (
    <fieldset className="stack-tight">
      <legend className="row">
        <span className="strong">{t('contracts.clauseNo', { n })}</span>
        {onRemove ? (
          <Button kind="quiet" size="small" icon="trash" onClick={onRemove}>
            {t('contracts.remove', { n })}
          </Button>
        ) : null}
      </legend>
      <div className="onboarding-grid">
        {(['zh', 'en'] as const).map(language => (
          <label key={language} className="stack-tight">
            <span className="small secondary">{t(`contracts.${language}`)}</span>
            <textarea
              className="field"
              rows={3}
              lang={language === 'zh' ? 'zh-CN' : 'en'}
              maxLength={language === 'zh' ? 1_000 : 2_000}
              value={row[language]}
              onChange={event => onChange({ ...row, [language]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function usePublish(onClose: () => void) {
  const { t } = useTranslation('review')
  return useMutation(
    api.reviews.publishContract.mutationOptions({
      onSuccess: async ({ version }) => {
        showToast(t('contracts.done', { version }))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.reviews.contracts.queryKey() })
      },
    }),
  )
}
