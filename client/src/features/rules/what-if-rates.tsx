import { formatRate } from '@haowu/shared/money.ts'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readLeaf, shownLeaf } from '#features/rules/edit-leaf.ts'
import { leavesOf, type Rule } from '#features/rules/rule-kinds.ts'
import { useRuleWords } from '#features/rules/use-rule-words.ts'
import { type DraftRates, splitCode } from '#features/rules/draft-rates.ts'
import { Button } from '#ui/button.tsx'
import './what-if.css'

type RatesProps = {
  rules: Rule[]
  onRun: (drafts: DraftRates) => void
  /** The rates are others from now on than those that were run. */
  onEdit: () => void
}

/** The rates in force, each to be tried out as another. */
export function WhatIfRates({ rules, onRun, onEdit }: RatesProps) {
  const { t } = useTranslation('what-if')
  const { ruleName, scopeName } = useRuleWords()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const edit = (next: Record<string, string>) => {
    setTyped(next)
    onEdit()
  }
  const rateOf = (rule: Rule) => {
    const leaf = readLeaf('rateBps', typed[rule.id] ?? shownRate(rule), leavesOf(rule.value))
    return typeof leaf === 'number' && leaf >= 0 && leaf <= 10_000 ? leaf : undefined
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const drafts = rules.map(rule => ({
      code: splitCode(rule.code) ?? ('platform_fee' as const),
      scope: rule.scope,
      rateBps: rateOf(rule),
    }))
    if (drafts.every((draft): draft is DraftRates[number] => draft.rateBps !== undefined)) onRun(drafts)
  }
  return (
    <form className="panel stack" onSubmit={submit} noValidate aria-label={t('rates')}>
      <h2>{t('rates')}</h2>
      <div className="what-if-rates">
        {rules.map(rule => (
          <label key={rule.id} className="stack-tight">
            <span>
              {ruleName(rule.code)} · {scopeName(rule)}
            </span>
            <input
              className="field"
              inputMode="decimal"
              value={typed[rule.id] ?? shownRate(rule)}
              aria-invalid={rateOf(rule) === undefined || undefined}
              onChange={event => edit({ ...typed, [rule.id]: event.target.value })}
            />
            <span className={rateOf(rule) === undefined ? 'field-error' : 'small secondary'}>
              {rateOf(rule) === undefined ? t('bad') : t('inForce', { rate: formatRate(bpsOf(rule)) })}
            </span>
          </label>
        ))}
      </div>
      <div className="row">
        <Button kind="primary" type="submit">
          {t('run')}
        </Button>
        <Button onClick={() => edit({})}>{t('reset')}</Button>
      </div>
    </form>
  )
}

const bpsOf = (rule: Rule) => Number((rule.value as { rateBps?: number }).rateBps ?? 0)
const shownRate = (rule: Rule) => shownLeaf('rateBps', bpsOf(rule))
