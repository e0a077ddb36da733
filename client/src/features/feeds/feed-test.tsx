import { useTranslation } from 'react-i18next'
import { FetchTest } from '#features/feeds/fetch-test.tsx'
import { useFeedForm } from '#features/feeds/feed-form-context.ts'
import { isErp } from '#features/feeds/feed-draft.ts'
import { TEST_TABS, type TestTab } from '#features/feeds/feed-search.ts'
import { FormSection } from '#features/feeds/form-section.tsx'
import { PasteTest } from '#features/feeds/paste-test.tsx'
import { Choice } from '#ui/choice.tsx'

export type FeedTestProps = {
  /** The saved source, whose kept keys may be used. */
  feedId: string | undefined
  tab: TestTab
  onTab: (tab: TestTab) => void
}

/** How the source would be understood with what stands in the form now. Nothing is written. */
export function FeedTest({ feedId, tab, onTab }: FeedTestProps) {
  const { t } = useTranslation('feed')
  const { draft } = useFeedForm()
  // An ERP answers only to signed questions, so nobody has one of its answers at hand.
  const canPaste = !isErp(draft.kind)
  return (
    <FormSection title={t('test')} lead={t('testLead')}>
      {canPaste ? (
        <Choice
          label={t('testTabs')}
          hideLabel
          value={tab}
          options={TEST_TABS.map(value => ({ value, label: t(`testTab.${value}`) }))}
          onChange={onTab}
        />
      ) : null}
      {canPaste && tab === 'paste' ? <PasteTest /> : <FetchTest feedId={feedId} />}
    </FormSection>
  )
}
