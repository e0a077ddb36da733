import { useTranslation } from 'react-i18next'
import { diffOf, type RuleValue } from '#features/rules/rule-kinds.ts'
import { useRuleWords } from '#features/rules/use-rule-words.ts'

/** A version's figures; beside each that changed, what it was before. */
export function RuleDiff({ before, after }: { before: RuleValue | undefined; after: RuleValue }) {
  const { t } = useTranslation('rule')
  const { fieldName, leaf } = useRuleWords()
  return (
    <dl className="facts">
      {diffOf(before ?? after, after).map(change => (
        <div key={change.path}>
          <dt>{fieldName(change.path)}</dt>
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
