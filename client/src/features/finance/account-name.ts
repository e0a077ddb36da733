import { ACCOUNT_KINDS_OF_CHART, type ChartKind } from '@haowu/shared/ledger.ts'
import { useTranslation } from 'react-i18next'

/** `L:PENDING:<party>` is a kind and, behind it, whose account it is. */
export function splitAccountCode(code: string): { kind: string; partyId: string | null } {
  const [group = '', name = '', ...rest] = code.split(':')
  return { kind: `${group}:${name}`, partyId: rest.length > 0 ? rest.join(':') : null }
}

/** What people call a kind of account; an unknown one is shown by its code. */
export function useAccountName(): (kind: string) => string {
  const { t } = useTranslation('finance')
  return kind => {
    const known = ACCOUNT_KINDS_OF_CHART.find(each => each === kind)
    return known ? t(`account.${dashed(known)}`) : kind
  }
}

type Dashed<Code extends string> = Code extends `${infer Group}:${infer Name}` ? `${Group}-${Name}` : never

/** Keys of texts cannot hold a colon: it separates the namespace. */
function dashed<Code extends ChartKind>(code: Code): Dashed<Code> {
  return code.replace(':', '-') as Dashed<Code>
}
