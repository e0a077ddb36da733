/** One of a few values, or all of them: the first entry names the field. */
export function SelectFilter<Value extends string>({
  label,
  value,
  options,
  onChange,
}: SelectFilterProps<Value>) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value ?? ''}
      onChange={event => onChange(options.find(option => option.value === event.target.value)?.value)}
    >
      <option value="">{label}</option>
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

type SelectFilterProps<Value extends string> = {
  label: string
  value: Value | undefined
  options: { value: Value; label: string }[]
  onChange: (value: Value | undefined) => void
}

/** Filters when the field is left or Enter is pressed, so that half an amount never empties the list. */
export function AmountFilter({ label, value, onChange }: AmountFilterProps) {
  return (
    <input
      key={value ?? ''}
      className="field filter-amount"
      inputMode="decimal"
      aria-label={label}
      placeholder={label}
      defaultValue={value ?? ''}
      onBlur={event => {
        if (event.target.value !== (value ?? '')) onChange(event.target.value || undefined)
      }}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}

type AmountFilterProps = {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}
