import type { ReactNode } from 'react'
import { Icon, type IconName } from '#ui/icon.tsx'

/** Nothing here yet: one sentence that says what would appear, and the one action that brings it. */
export function EmptyState({ title, children, action, icon = 'empty', alone = false }: EmptyStateProps) {
  return (
    <div className="blank">
      <Icon name={icon} />
      {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children ? <p>{children}</p> : null}
      {action ? <div className="row">{action}</div> : null}
    </div>
  )
}

type EmptyStateProps = {
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  icon?: IconName
  /** It is the whole page, so its title is the page's. */
  alone?: boolean
}
