import { useTranslation } from 'react-i18next'
import { diffOf, type Rule, type RuleValue } from '#features/rules/rule-kinds.ts'
import { useRuleWords } from '#features/rules/use-rule-words.ts'

type Props = { before: RuleValue | undefined; after: RuleValue; onlyChanges?: boolean; words?: Rule['words'] }

/** A version's figures; beside each that changed, what it was before. */
export function RuleDiff({ before, after, onlyChanges = false, words = null }: Props) {
  const { t } = useTranslation('rule')
  const { fieldName, leaf } = useRuleWords()
  const changes = diffOf(before ?? after, after)
  const shown = onlyChanges ? changes.filter(change => change.before !== change.after) : changes
  return (
    <dl className="facts">
      {shown.map(change => (
        <div key={change.path}>
          <dt>{fieldName(change.path, words)}</dt>
          <dd>
            {change.before === change.after ? null : (
              <>
                <del className="secondary">{leaf(change.path, change.before)}</del> →{' '}
              </>
            )}
            <span className={change.before === change.after ? undefined : 'strong'}>
              {change.after === undefined ? t('gone') : leaf(change.path, change.after)}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
