import { formatRate, formatYuan } from '@haowu/shared/money.ts'
import { useTranslation } from 'react-i18next'
import { readFailure } from '#api/failure.ts'
import { formatMoment } from '#ui/date-text.tsx'

type Facts = Record<string, string | number | boolean | null>

/** Turns any error into the sentence of its code, with amounts, rates and times of its facts written out. */
export function useFailureText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('error')
  const byRule = useByRule()
  const namedState = (reason: string, { state }: Facts) => {
    const key = `stateName.${reason}.${state}`
    return i18n.exists(key, { ns: 'error' }) ? { state: t(key as 'stateName.close_state.open') } : {}
  }
  return error => {
    const { reason, facts } = readFailure(error)
    const variant = VARIANTS[reason]?.(facts) ?? ''
    const key = `${reason}~${variant}`
    // What to do may depend on the facts; the code's own sentence is for all that have none of their own.
    const hasOwn = variant !== '' && i18n.exists(key, { ns: 'error' })
    const sentence = t(hasOwn ? (key as 'party_restricted') : reason, {
      replace: { ...readableFacts(facts, i18n.language), ...namedState(reason, facts) },
    })
    return byRule(sentence, facts)
  }
}

/** Adds to a sentence by which rule, and which version of it, the facts say it is so; nothing where none is behind it. */
export function useByRule(): (sentence: string, facts: Facts) => string {
  const { t, i18n } = useTranslation('error')
  return (sentence, { rule, ruleVersion: version }) => {
    if (typeof rule !== 'string' || typeof version !== 'number') return sentence
    // Whoever is refused by a rule can look it up: by its name, or as a clause by its code.
    const name = i18n.exists(`ruleName.${rule}`, { ns: 'error' })
      ? t(`ruleName.${rule}` as 'ruleName.sample_loan')
      : t('ruleName.clause', { code: rule })
    return t('byRule', { sentence, rule: name, version })
  }
}

/** Refusals with more than one way out: which of their sentences fits these facts. */
const VARIANTS: Partial<Record<string, (facts: Facts) => string>> = {
  not_admitted: facts => String(facts['missing'] ?? ''),
  report_invalid: facts => String(facts['problem'] ?? ''),
  unsupported_media_type: facts => (facts['expected'] === undefined ? '' : 'expected'),
  second_person_needed: facts => String(facts['what'] ?? ''),
  limit_reached: facts => String(facts['what'] ?? ''),
  application_state: facts => String(facts['state'] ?? ''),
  party_restricted: ({ who, cause }) =>
    who === 'supplier' || who === 'borrower' ? who : String(cause ?? ''),
  exit_blocked: facts => (facts['kinds'] === 'sent' ? 'sent' : ''),
  insufficient_balance: facts => (facts['owedFen'] === undefined ? '' : 'owed'),
  forbidden: facts => (facts['partyState'] === undefined ? '' : 'party'),
  price_out_of_range: facts => (facts['floorFen'] === undefined ? '' : 'limits'),
}

/**
 * Facts name their unit at the end: `topUpFen`, `maxBps` and `opensAt` become what people write, under the name without
 * Fen or Bps. Where a fact has an English twin (`columnsEn`), English texts get that under the same name.
 */
export function readableFacts(facts: Facts, language: string): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(facts)) {
    const text = String(value ?? '')
    if (name.endsWith('Fen') && /^-?\d+$/.test(text))
      texts[name.slice(0, -3)] = `¥${formatYuan(BigInt(text))}`
    else if (name.endsWith('Bps') && /^\d+$/.test(text)) texts[name.slice(0, -3)] = formatRate(Number(text))
    else if ((name === 'until' || name.endsWith('At')) && !Number.isNaN(Date.parse(text)))
      texts[name] = formatMoment(text, language, 'minute')
    else texts[name] = text
  }
  const twins = Object.keys(texts).filter(name => name.endsWith('En'))
  if (language === 'en') for (const twin of twins) texts[twin.slice(0, -2)] = texts[twin] ?? ''
  return texts
}
