import {
  BOOKS_OF_CHANNEL,
  type BooksAccount,
  statementAccountInput,
} from '@haowu/shared/statement-accounts.ts'
import { STATEMENT_CHANNELS, type StatementChannel } from '@haowu/shared/statement-files.ts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FormSelect } from '#ui/form-select.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'
import './bank-columns.css'

/** An account of ours at a channel or bank: its statements are taken from then on, and compared with one account of the books. */
export function RegisterAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['bank', 'statement'])
  const [channel, setChannel] = useState<StatementChannel>('wechat')
  const [accountNo, setAccountNo] = useState('')
  const [name, setName] = useState('')
  const [chosen, setBooks] = useState<BooksAccount>('A:CHANNEL')
  const choices = BOOKS_OF_CHANNEL[channel]
  const ledgerAccount = choices.includes(chosen) ? chosen : choices[0]
  const register = useMutation(
    api.statementAccounts.register.mutationOptions({
      onSuccess: ({ outcome }) => {
        showToast(t(`register.${outcome}`), { tone: outcome === 'known' ? 'warning' : 'success' })
        onClose()
        return queryClient.invalidateQueries({ queryKey: api.statements.pathKey() })
      },
    }),
  )
  const account = statementAccountInput.safeParse({ channel, accountNo, name, ledgerAccount })
  return (
    <Dialog title={t('register.title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          if (account.success) register.mutate(account.data)
        }}
      >
        <FormSelect
          label={t('register.channel')}
          value={channel}
          options={STATEMENT_CHANNELS.map(value => ({ value, label: t(`statement:channel.${value}`) }))}
          onChange={setChannel}
        />
        <label className="bank-account-field">
          <span className="small secondary">
            {t(channel === 'bank' ? 'accountNo' : 'register.merchantNo')}
          </span>
          <input
            className="field numeric"
            required
            autoComplete="off"
            maxLength={60}
            pattern="[0-9A-Za-z]{4,40}"
            title={t('register.noForm')}
            value={accountNo}
            onChange={event => setAccountNo(event.target.value.replaceAll(/[\s-]/g, ''))}
          />
        </label>
        <label className="bank-account-field">
          <span className="small secondary">{t('accountName')}</span>
          <input
            className="field"
            required
            maxLength={60}
            placeholder={t('accountNameExample')}
            value={name}
            onChange={event => setName(event.target.value)}
          />
        </label>
        <FormSelect
          label={t('register.books')}
          value={ledgerAccount}
          options={choices.map(value => ({
            value,
            label: t(`register.booksOf.${value.slice(2) as 'BANK'}`),
          }))}
          onChange={setBooks}
        />
        <MutationError error={register.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('register.cancel')}</Button>
          <Button type="submit" kind="primary" busy={register.isPending}>
            {t('register.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
