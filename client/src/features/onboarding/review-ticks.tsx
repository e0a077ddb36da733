import type { ReactNode } from 'react'

type TicksProps<Value extends string> = {
  label: string
  options: readonly Value[]
  chosen: Value[]
  disabled: boolean
  onChange: (chosen: Value[]) => void
  children: (value: Value) => ReactNode
}

/** What a reviewer ticks off: what he has looked at, or what he grants. */
export function ReviewTicks<Value extends string>({
  label,
  options,
  chosen,
  disabled,
  onChange,
  children,
}: TicksProps<Value>) {
  return (
    <fieldset className="stack-tight review-ticks" disabled={disabled}>
      <legend className="strong">{label}</legend>
      {options.map(value => (
        <label key={value} className="review-tick">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={event =>
              onChange(event.target.checked ? [...chosen, value] : chosen.filter(each => each !== value))
            }
          />
          <span>{children(value)}</span>
        </label>
      ))}
    </fieldset>
  )
}
