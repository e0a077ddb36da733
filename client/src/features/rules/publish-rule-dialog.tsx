import { PREVIEWED_RULES } from '@haowu/shared/previewed-rules.ts'
import { GRADES } from '@haowu/shared/catalog.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { RuleEffect } from '#features/rules/rule-effect.tsx'
import { earliestDay, type Importance, type NoticeAt, NoticeFields } from '#features/rules/notice-fields.tsx'
import { leavesOf, type Rule } from '#features/rules/rule-kinds.ts'
import { isGradeLeaf, useRuleWords } from '#features/rules/use-rule-words.ts'
import { readLeaf, shownLeaf, withLeaf } from '#features/rules/edit-leaf.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** The best grade a finding may allow; the last is none at all. */
const CEILINGS = [...GRADES, 'refused'] as const

type Props = { rule: Rule; notice: NoticeAt; onClose: () => void }

/** The next version: its figures, what they would have meant, how important, and from when, never before the notice is over. */
export function PublishRuleDialog({ rule, notice, onClose }: Props) {
  const { t } = useTranslation('rule')
  const { fieldName, leaf: leafWords, ruleName, scopeName } = useRuleWords()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [importance, setImportance] = useState<Importance>('important')
  const [chosen, setDay] = useState<string>()
  const earliest = earliestDay(notice, importance)
  const day = chosen ?? earliest
  const leaves = leavesOf(rule.value)
  const bad = Object.entries(typed).filter(([path, text]) => readLeaf(path, text, leaves) === undefined)
  const value = Object.entries(typed).reduce<unknown>((all, [path, text]) => {
    const leaf = readLeaf(path, text, leaves)
    return leaf === undefined ? all : withLeaf(all, path, leaf)
  }, rule.value)
  const changed = JSON.stringify(value) !== JSON.stringify(rule.value)
  const publish = useMutation(
    api.rules.publish.mutationOptions({
      onSuccess: async () => {
        showToast(t('publish.done'))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.rules.pathKey() })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!changed || bad.length > 0 || day < earliest) return
    publish.mutate({
      ruleCode: rule.code,
      scope: rule.scope,
      value,
      importance,
      effectiveFrom: `${day}T00:00:00+08:00`,
    })
  }
  const previewed = PREVIEWED_RULES.find(code => code === rule.code)
  return (
    <Dialog title={t('publish.title', { rule: ruleName(rule.code) })} onClose={onClose} wide>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="secondary">{scopeName(rule)}</p>
        {leaves.map(([path, leaf]) => (
          <label key={path} className="stack-tight">
            <span>{fieldName(path, rule.words)}</span>
            {isGradeLeaf(path) ? (
              <select
                className="field"
                value={typed[path] ?? String(leaf)}
                onChange={event => setTyped({ ...typed, [path]: event.target.value })}
              >
                {CEILINGS.map(grade => (
                  <option key={grade} value={grade}>
                    {leafWords(path, grade)}
                  </option>
                ))}
              </select>
            ) : (
              <input
                className="field"
                inputMode={typeof leaf === 'number' || path.endsWith('Fen') ? 'decimal' : 'text'}
                value={typed[path] ?? shownLeaf(path, leaf)}
                aria-invalid={bad.some(([each]) => each === path) || undefined}
                onChange={event => setTyped({ ...typed, [path]: event.target.value })}
              />
            )}
          </label>
        ))}
        {bad.length > 0 ? <p className="field-error">{t('publish.bad')}</p> : null}
        <NoticeFields
          {...{ notice, importance, day }}
          onImportance={next => {
            setImportance(next)
            setDay(undefined)
          }}
          onDay={setDay}
        />
        {changed && previewed && bad.length === 0 ? (
          <RuleEffect code={previewed} scope={rule.scope} value={value} />
        ) : null}
        {previewed ? null : <p className="small secondary">{t('effect.none')}</p>}
        <MutationError error={publish.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('publish.cancel')}</Button>
          <Button kind="primary" type="submit" busy={publish.isPending} disabled={!changed || bad.length > 0}>
            {t('publish.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
