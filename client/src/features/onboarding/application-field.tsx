import { type ReactNode, useId } from 'react'

type FieldProps = {
  label: ReactNode
  note?: ReactNode
  problem?: string | null | undefined
  children: (props: {
    id: string
    className: string
    'aria-invalid': boolean
    'aria-describedby': string
  }) => ReactNode
}

/** A labelled control with what it is for, or what is wrong with it. */
export function ApplicationField({ label, note, problem, children }: FieldProps) {
  const id = useId()
  return (
    <div className="stack-tight">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        className: 'field',
        'aria-invalid': Boolean(problem),
        'aria-describedby': `${id}-note`,
      })}
      <span id={`${id}-note`} className={problem ? 'field-error' : 'small secondary'}>
        {problem ?? note}
      </span>
    </div>
  )
}
