import type { ButtonHTMLAttributes } from 'react'
import { Icon, type IconName } from '#ui/icon.tsx'

export type ButtonLook = {
  kind?: 'primary' | 'quiet' | 'danger' | undefined
  size?: 'small' | 'large' | undefined
  icon?: IconName | undefined
  /** While busy the button keeps its width and its focus, and a second press does nothing. */
  busy?: boolean | undefined
  block?: boolean | undefined
}

export function Button({
  kind,
  size,
  icon,
  busy,
  block,
  children,
  onClick,
  ...rest
}: ButtonLook & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      className="button"
      data-kind={kind}
      data-size={size}
      data-block={block || undefined}
      data-icon-only={children ? undefined : true}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={event => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
      {...rest}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} size={18} /> : null}
      {children}
    </button>
  )
}
