import { monthsToChoose } from '#app/statement-months.ts'

/** The months there can be statements of; the chosen one is among them, however old. */
export function MonthPicker({ label, month, onMonth }: MonthPickerProps) {
  return (
    <select
      className="field"
      aria-label={label}
      value={month}
      onChange={event => onMonth(event.target.value)}
    >
      {monthsToChoose(month).map(each => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  )
}

interface MonthPickerProps {
  label: string
  month: string
  onMonth: (month: string) => void
}
