import { type ReactNode, useId } from 'react'
import './choice.css'

/** A few alternatives side by side; real radio buttons, so arrows and readers work as everywhere. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  hideLabel = false,
}: ChoiceProps<Value>) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend className={hideLabel ? 'visually-hidden' : 'choice-label'}>{label}</legend>
      <div className="choice-options">
        {options.map(option => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type ChoiceProps<Value extends string> = {
  label: ReactNode
  value: Value
  options: { value: Value; label: ReactNode }[]
  onChange: (value: Value) => void
  hideLabel?: boolean
}
