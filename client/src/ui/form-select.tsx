import { type ReactNode, useId } from 'react'

type FormSelectProps<Value extends string> = {
  label: ReactNode
  note?: ReactNode
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** A labelled choice of the form. */
export function FormSelect<Value extends string>({
  label,
  note,
  value,
  options,
  onChange,
}: FormSelectProps<Value>) {
  const id = useId()
  return (
    <div className="stack-tight">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        value={value}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={event => {
          const chosen = options.find(option => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {note ? (
        <span id={`${id}-note`} className="small secondary">
          {note}
        </span>
      ) : null}
    </div>
  )
}
