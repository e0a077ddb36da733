import { useId } from 'react'

interface TextFieldProps {
  name: string
  label: string
  type?: string
  autoComplete?: string
  /** What is wrong with it, said below and to screen readers. */
  error: string | null
}

/** One line of text in a form that is read when it is sent. */
export function TextField({ name, label, type = 'text', autoComplete, error }: TextFieldProps) {
  const id = useId()
  return (
    <div className="stack-tight">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        {...{ name, type, autoComplete }}
        aria-invalid={error !== null}
        aria-describedby={error ? `${id}-error` : undefined}
      />
      {error ? (
        <span id={`${id}-error`} className="field-error">
          {error}
        </span>
      ) : null}
    </div>
  )
}
