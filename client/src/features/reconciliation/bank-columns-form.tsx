import { type BankProposal, bankMappingGaps } from '@haowu/shared/bank-mapping.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import {
  BankAccountFields,
  type BankAccountSaid,
  isSaid,
} from '#features/reconciliation/bank-account-fields.tsx'
import { BankColumnRow } from '#features/reconciliation/bank-column-row.tsx'
import { BankLoaded } from '#features/reconciliation/bank-loaded.tsx'
import { BankTrial } from '#features/reconciliation/bank-trial.tsx'
import {
  chooseMeaning,
  columnsOf,
  mappingOf,
  type Meanings,
  needsSign,
} from '#features/reconciliation/column-meanings.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import './bank-columns.css'

type FormProps = {
  fileId: string
  fileName: string
  proposal: BankProposal
  accounts: { accountNo: string; name: string }[]
}

/** Columns on one side, on the other at once how the table reads by them; nothing is kept before the button. */
export function BankColumnsForm({ fileId, fileName, proposal, accounts }: FormProps) {
  const { t } = useTranslation('bank')
  const { columns } = proposal
  const [meanings, setMeanings] = useState<Meanings>(() => columns.map(({ field }) => field))
  const [positiveIsOut, setPositiveIsOut] = useState(proposal.positiveIsOut)
  const [account, setAccount] = useState<BankAccountSaid>(() => firstSaid(proposal, accounts))
  const mapping = mappingOf(meanings, { columns, positiveIsOut })
  const gaps = bankMappingGaps(columnsOf(meanings, columns))
  const explain = useMutation(
    api.bankMappings.explain.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  )
  if (explain.data) return <BankLoaded loaded={explain.data} />
  return (
    <form
      className="bank-columns"
      onSubmit={event => {
        event.preventDefault()
        if (mapping && isSaid(account)) explain.mutate({ fileId, mapping, ...account })
      }}
    >
      <BankAccountFields said={account} accounts={accounts} onChange={setAccount} />
      <section className="stack" aria-labelledby="bank-columns-title">
        <h2 id="bank-columns-title">{t('columns', { file: fileName })}</h2>
        {gaps.length > 0 ? (
          <Notice
            tone="warning"
            title={t('missing', {
              fields: gaps.map(any => any.map(field => t(`field.${field}`)).join(t('or'))).join(t('comma')),
            })}
          />
        ) : null}
        <ul className="bank-column-list" aria-label={t('columnList')}>
          {columns.map((column, at) => (
            <BankColumnRow
              key={`${at}:${column.header}`}
              column={column}
              position={at + 1}
              field={meanings[at] ?? null}
              onChange={field => setMeanings(chooseMeaning(meanings, at, field))}
            />
          ))}
        </ul>
        {needsSign(meanings) ? (
          <Choice
            label={t('sign')}
            value={positiveIsOut ? 'out' : 'in'}
            options={(['in', 'out'] as const).map(value => ({ value, label: t(`signIs.${value}`) }))}
            onChange={value => setPositiveIsOut(value === 'out')}
          />
        ) : null}
      </section>
      <BankTrial fileId={fileId} mapping={mapping} />
      <MutationError error={explain.error} />
      <div className="bank-columns-foot">
        <p className="secondary">{t('rememberNote')}</p>
        <Button type="submit" kind="primary" size="large" busy={explain.isPending} disabled={!mapping}>
          {t('take')}
        </Button>
      </div>
    </form>
  )
}

/** The account the table names, or the only one we know. */
function firstSaid({ accountNo }: BankProposal, accounts: FormProps['accounts']): BankAccountSaid {
  const named = accounts.find(each => each.accountNo === accountNo)
  if (named) return named
  const [only, ...others] = accounts
  if (accountNo === null && only && others.length === 0) return only
  return { accountNo: accountNo ?? '', name: '' }
}
