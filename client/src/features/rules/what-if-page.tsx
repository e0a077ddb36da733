import { accountMonth } from '@haowu/shared/statements.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { type DraftRates, splitCode } from '#features/rules/draft-rates.ts'
import { businessMonth, lastMonth } from '#features/rules/last-month.ts'
import type { Rule } from '#features/rules/rule-kinds.ts'
import { WhatIfRates } from '#features/rules/what-if-rates.tsx'
import { WhatIfResult } from '#features/rules/what-if-result.tsx'
import { Icon } from '#ui/icon.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** Draft rates over the orders of one month: who would gain, who would lose, and which drafts would count at all. */
export function WhatIfPage() {
  const { t } = useTranslation('what-if')
  const { month } = useSearch({ from: '/workspace/rules/what-if' })
  const navigate = useNavigate({ from: '/rules/what-if' })
  const rules = useQuery(api.rules.list.queryOptions())
  const [drafts, setDrafts] = useState<DraftRates | null>(null)
  const asked = month ?? (rules.data ? lastMonth(rules.data.now) : undefined)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      back={
        <Link to="/rules">
          <Icon name="back" size={16} />
          {t('back')}
        </Link>
      }
    >
      <QueryView query={rules} lines={6}>
        {data => (
          <>
            <label className="row">
              <span>{t('month')}</span>
              <input
                type="month"
                className="field"
                value={asked ?? ''}
                onChange={event => {
                  const chosen = accountMonth.safeParse(event.target.value)
                  void navigate({
                    search: { month: chosen.success ? chosen.data : undefined },
                    replace: true,
                  })
                }}
              />
            </label>
            <WhatIfRates
              rules={data.rules.filter(isSplitRule)}
              onRun={setDrafts}
              onEdit={() => setDrafts(null)}
            />
            {drafts && asked ? (
              <WhatIfResult drafts={drafts} month={asked} current={businessMonth(data.now)} />
            ) : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function isSplitRule(rule: Rule): boolean {
  return rule.standing === 'in_force' && splitCode(rule.code) !== undefined
}
