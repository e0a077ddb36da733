import type { ReactNode } from 'react'
import { Icon, type IconName } from '#ui/icon.tsx'
import type { Tone } from '#ui/tokens.ts'

/** One thing to know, with what can be done about it on the right. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone}>
      <Icon name={ICONS[tone]} />
      <div className="notice-body">
        {title ? <div className="strong">{title}</div> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action}
    </div>
  )
}

type NoticeProps = { tone: Tone; title?: ReactNode; children?: ReactNode; action?: ReactNode }

const ICONS: Record<Tone, IconName> = {
  success: 'success',
  info: 'info',
  warning: 'warning',
  danger: 'warning',
  neutral: 'info',
}
