import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { readActiveMember } from '#api/active-member.ts'
import { Icon } from '#ui/icon.tsx'

/** Opens a paper to print in a tab of its own, in the language of the screen: the slip of an order, or a report on A4. */
export function PaperLink({ of, small = false, children }: PaperLinkProps) {
  const { i18n } = useTranslation()
  const member = readActiveMember()
  const query = new URLSearchParams({
    lang: i18n.language === 'en' ? 'en' : 'zh',
    ...(member === undefined ? {} : { member }),
  })
  const path = 'orderId' in of ? `orders/${of.orderId}/slip.pdf` : `reports/${of.code}/report.pdf`
  return (
    <a
      className="button above-row-link"
      data-size={small ? 'small' : undefined}
      href={`/api/print/${path}?${query}`}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="file" size={small ? 16 : 18} />
      {children}
    </a>
  )
}

type PaperLinkProps = { of: { orderId: string } | { code: string }; small?: boolean; children: ReactNode }
