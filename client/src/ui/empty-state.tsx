import type { ReactNode } from 'react'
import { Icon, type IconName } from '#ui/icon.tsx'

/** Nothing here yet: one sentence that says what would appear, and the one action that brings it. */
export function EmptyState({ title, children, action, icon = 'empty' }: EmptyStateProps) {
  return (
    <div className="blank">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {action ? <div className="row">{action}</div> : null}
    </div>
  )
}

type EmptyStateProps = { title: ReactNode; children?: ReactNode; action?: ReactNode; icon?: IconName }
