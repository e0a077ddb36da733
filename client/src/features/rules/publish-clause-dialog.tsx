import { publishClauseInput } from '@haowu/shared/rules.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { ClauseWordsFields } from '#features/rules/clause-words-fields.tsx'
import { readLeaf, shownLeaf, withLeaf } from '#features/rules/edit-leaf.ts'
import { earliestDay, type Importance, type NoticeAt, NoticeFields } from '#features/rules/notice-fields.tsx'
import { ClauseEffect } from '#features/rules/rule-effect.tsx'
import { leavesOf } from '#features/rules/rule-kinds.ts'
import { useRuleWords } from '#features/rules/use-rule-words.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

type Clause = Outputs['rules']['clauses'][number]
type Props = { clause: Clause; notice: NoticeAt; onClose: () => void }

/** The next version of a clause: its words, its figures and its days; whom it binds and what kind it is stay. */
export function PublishClauseDialog({ clause, notice, onClose }: Props) {
  const { t } = useTranslation('rule')
  const { fieldName } = useRuleWords()
  const [words, setWords] = useState({ zh: clause.zh, en: clause.en })
  const before = { answerDays: clause.answerDays, appealDays: clause.appealDays, schedule: clause.schedule }
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [mayRefund, setMayRefund] = useState(clause.mayRefund)
  const [importance, setImportance] = useState<Importance>('important')
  const [chosen, setDay] = useState<string>()
  const day = chosen ?? earliestDay(notice, importance)
  // What kind of sum or limit a step has is another clause's matter; here its figures change.
  const leaves = leavesOf(before).filter(([path, leaf]) => !path.endsWith('kind') && leaf !== '–')
  const bad = Object.entries(typed).filter(([path, text]) => readLeaf(path, text, leaves) === undefined)
  const value = Object.entries(typed).reduce<unknown>((all, [path, text]) => {
    const leaf = readLeaf(path, text, leaves)
    return leaf === undefined ? all : withLeaf(all, path, leaf)
  }, before) as typeof before
  const read = publishClauseInput.safeParse({
    clauseCode: clause.code,
    ...words,
    ...value,
    mayRefund,
    importance,
    effectiveFrom: `${day}T00:00:00+08:00`,
  })
  const isReady = read.success && bad.length === 0 && day >= earliestDay(notice, importance)
  const isSchedule =
    read.success && bad.length === 0 && JSON.stringify(value.schedule) !== JSON.stringify(clause.schedule)
  const publish = usePublish(onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady && !publish.isPending) publish.mutate(read.data)
  }
  return (
    <Dialog title={t('publish.title', { rule: clause.zh.title })} onClose={onClose} wide>
      <form className="stack" onSubmit={submit} noValidate>
        <ClauseWordsFields words={words} onChange={setWords} />
        {leaves.map(([path, leaf]) => (
          <label key={path} className="stack-tight">
            <span>{fieldName(path)}</span>
            <input
              className="field"
              inputMode="decimal"
              value={typed[path] ?? shownLeaf(path, leaf)}
              aria-invalid={bad.some(([each]) => each === path) || undefined}
              onChange={event => setTyped({ ...typed, [path]: event.target.value })}
            />
          </label>
        ))}
        <label className="row">
          <input type="checkbox" checked={mayRefund} onChange={event => setMayRefund(event.target.checked)} />
          <span>{t('mayRefund')}</span>
        </label>
        <NoticeFields {...{ notice, importance, day }} onImportance={setImportance} onDay={setDay} />
        {isSchedule ? <ClauseEffect clauseCode={clause.code} schedule={read.data.schedule} /> : null}
        {bad.length > 0 || !read.success ? <p className="field-error">{t('publish.bad')}</p> : null}
        <MutationError error={publish.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('publish.cancel')}</Button>
          <Button kind="primary" type="submit" busy={publish.isPending} disabled={!isReady}>
            {t('publish.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function usePublish(onClose: () => void) {
  const { t } = useTranslation('rule')
  return useMutation(
    api.rules.publishClause.mutationOptions({
      onSuccess: async () => {
        showToast(t('clause.done'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.rules.pathKey() })
      },
    }),
  )
}
