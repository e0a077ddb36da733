import { formatRate } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Explained } from '#features/finance/explain-page.tsx'
import { fillFormula, wordFormula } from '#features/finance/fill-formula.ts'
import { knownRole } from '#features/finance/known-role.ts'
import { useRuleWords } from '#features/rules/use-rule-words.ts'
import { type Column, DataTable } from '#ui/data-table.tsx'
import { Money } from '#ui/money.tsx'
import './waterfall.css'

type Share = Explained['shares'][number]
type Step = Share['steps'][number]

/** The arithmetic behind one share: formula, numbers, the plan or rule and its version, and how it was rounded. */
export function ShareSteps({ share }: { share: Share }) {
  const { t } = useTranslation('finance')
  const title = t('explain.stepsTitle', { role: t(`role.${knownRole(share.role)}`), party: share.partyName })
  return (
    <section className="stack" aria-labelledby={`steps-${share.role}`}>
      <h2 id={`steps-${share.role}`}>
        {title} <Money fen={share.earnedFen} />
      </h2>
      <DataTable fixed caption={title} columns={useColumns()} rows={share.steps} rowKey={step => step.name} />
    </section>
  )
}

function useColumns(): Column<Step>[] {
  const { t } = useTranslation('finance')
  const word = useTermWord()
  return [
    { key: 'name', title: t('steps.name'), heading: true, width: '15%', cell: step => word(step.name) },
    {
      key: 'formula',
      title: t('steps.formula'),
      width: '36%',
      cell: step => (
        <span className="formula">
          <span className="numeric">{fillFormula(step)}</span>
          <span className="small secondary">{wordFormula(step.formula, word)}</span>
        </span>
      ),
    },
    { key: 'source', title: t('steps.source'), width: '22%', cell: step => <Source source={step.source} /> },
    {
      key: 'rounding',
      title: t('steps.rounding'),
      width: '13%',
      cell: step => t(`rounding.${step.rounding}`),
    },
    {
      key: 'result',
      title: t('steps.result'),
      width: '14%',
      align: 'end',
      cell: step => (
        <span className="strong">
          <Money fen={step.resultFen} />
        </span>
      ),
    },
  ]
}

function Source({ source }: { source: Step['source'] }) {
  const { t } = useTranslation('finance')
  const { ruleName } = useRuleWords()
  if (source === null) return <>–</>
  if (source.kind === 'agency') return <>{t('source.agency', { rate: formatRate(source.rateBps) })}</>
  const rate = formatRate(source.rateBps)
  if (source.kind === 'plan') return <>{t('source.plan', { rate, version: source.version })}</>
  return (
    <Link to="/rules/$code" params={{ code: source.code }}>
      {t('source.rule', { rate, name: ruleName(source.code), version: source.version })}
    </Link>
  )
}

const TERMS = [
  'base',
  'list',
  'supplierDiscount',
  'supplyPrice',
  'streamerDiscount',
  'freight',
  'rate',
  'commission',
  'service',
  'tech',
  'agency',
  'platformFee',
  'supplier',
  'streamer',
  'platform',
] as const

function useTermWord(): (name: string) => string {
  const { t } = useTranslation('finance')
  return name => {
    const known = TERMS.find(each => each === name)
    return known ? t(`term.${known}`) : name
  }
}
