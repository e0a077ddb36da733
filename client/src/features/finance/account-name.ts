import { useTranslation } from 'react-i18next'

const KNOWN = [
  'A:CHANNEL',
  'A:BANK',
  'A:DEPOSIT_BANK',
  'A:SUSPENSE',
  'A:RECEIVABLE',
  'L:ESCROW',
  'L:REFUND_DUE',
  'L:DEFERRED',
  'L:TAX_PAYABLE',
  'L:PENDING',
  'L:AVAILABLE',
  'L:RESERVE',
  'L:PAYOUT_DUE',
  'L:SENT',
  'L:DEPOSIT',
  'L:DEPOSIT_HELD',
  'I:COMMISSION',
  'I:COMMISSION_REFUND',
  'I:PENALTY',
  'E:CHANNEL_FEE',
  'E:SUBSIDY',
  'E:BAD_DEBT',
] as const

/** `L:PENDING:<party>` is a kind and, behind it, whose account it is. */
export function splitAccountCode(code: string): { kind: string; partyId: string | null } {
  const [group = '', name = '', ...rest] = code.split(':')
  return { kind: `${group}:${name}`, partyId: rest.length > 0 ? rest.join(':') : null }
}

/** What people call a kind of account; an unknown one is shown by its code. */
export function useAccountName(): (kind: string) => string {
  const { t } = useTranslation('finance')
  return kind => {
    const known = KNOWN.find(each => each === kind)
    return known ? t(`account.${dashed(known)}`) : kind
  }
}

type Dashed<Code extends string> = Code extends `${infer Group}:${infer Name}` ? `${Group}-${Name}` : never

/** Keys of texts cannot hold a colon: it separates the namespace. */
function dashed<Code extends (typeof KNOWN)[number]>(code: Code): Dashed<Code> {
  return code.replace(':', '-') as Dashed<Code>
}
