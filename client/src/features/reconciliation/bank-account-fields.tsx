import { useId } from 'react'
import { useTranslation } from 'react-i18next'

export type BankAccountSaid = { accountNo: string; name: string }

export function isSaid({ accountNo, name }: BankAccountSaid): boolean {
  return /^\d{8,32}$/.test(accountNo) && name.trim() !== ''
}

/** Which of our accounts the table is of: one we know, or a new one with its number and a name. */
export function BankAccountFields({ said, accounts, onChange }: BankAccountFieldsProps) {
  const { t } = useTranslation('bank')
  const known = useId()
  return (
    <fieldset className="bank-account">
      <legend>{t('account')}</legend>
      <label className="bank-account-field">
        <span className="small secondary">{t('accountNo')}</span>
        <input
          className="field numeric"
          inputMode="numeric"
          list={known}
          autoComplete="off"
          required
          maxLength={40}
          pattern="[0-9]{8,32}"
          title={t('accountNoForm')}
          value={said.accountNo}
          onChange={event => {
            const accountNo = event.target.value.replaceAll(/[\s-]/g, '')
            const name = accounts.find(each => each.accountNo === accountNo)?.name ?? said.name
            onChange({ accountNo, name })
          }}
        />
        <datalist id={known}>
          {accounts.map(({ accountNo, name }) => (
            <option key={accountNo} value={accountNo}>
              {name}
            </option>
          ))}
        </datalist>
      </label>
      <label className="bank-account-field">
        <span className="small secondary">{t('accountName')}</span>
        <input
          className="field"
          required
          maxLength={60}
          placeholder={t('accountNameExample')}
          value={said.name}
          onChange={event => onChange({ ...said, name: event.target.value })}
        />
      </label>
    </fieldset>
  )
}

type BankAccountFieldsProps = {
  said: BankAccountSaid
  accounts: BankAccountSaid[]
  onChange: (said: BankAccountSaid) => void
}
