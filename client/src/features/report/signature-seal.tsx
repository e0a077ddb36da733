import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { checkSignature, type SignedReport } from '#features/report/check-signature.ts'
import { Notice } from '#ui/notice.tsx'

/** Says whether the facts on this page are the ones that were signed; the check runs here, not on the server. */
export function SignatureSeal({ report }: { report: SignedReport & { keyId: string } }) {
  const { t } = useTranslation('report')
  const check = useQuery({
    queryKey: ['signature', report.signedText, report.signature],
    queryFn: () => checkSignature(report),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!check.data) return <Notice tone="neutral">{t('seal.checking')}</Notice>
  const tone = { genuine: 'success', forged: 'danger', unsupported: 'neutral' } as const
  return (
    <Notice tone={tone[check.data]} title={t(`seal.${check.data}`)}>
      <span className="small">{t(`sealNote.${check.data}`, { keyId: report.keyId })}</span>
    </Notice>
  )
}
