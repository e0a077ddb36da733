import { useTranslation } from 'react-i18next'

const KNOWN = ['bank_refused', 'stale_version', 'payouts_frozen', 'payee_invalid', 'ACCOUNT_ERROR'] as const

/** Why a payout was not paid, in words; what a rail says that we have no words for stands as it came. */
export function usePayoutFailure(): (code: string) => string {
  const { t } = useTranslation('payout-batch')
  return code => {
    const known = KNOWN.find(each => each === code)
    return known ? t(`failure.${known}`) : t('failure.other', { code })
  }
}
