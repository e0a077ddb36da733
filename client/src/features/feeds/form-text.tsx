import { type InputHTMLAttributes, type ReactNode, useId } from 'react'
import { useProblem } from '#features/feeds/feed-form-context.ts'
import { ProblemText } from '#features/feeds/problem-text.tsx'

type FormTextProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  /** Under which its problem is known. */
  place: string
  label: ReactNode
  note?: ReactNode
  value: string
  onChange: (value: string) => void
}

/** A labelled line of text of the form, with what it is for and what is wrong with it. */
export function FormText({ place, label, note, value, onChange, ...rest }: FormTextProps) {
  const id = useId()
  const problem = useProblem(place)
  return (
    <div className="stack-tight">
      <label htmlFor={id}>{label}</label>
      <input
        className="field"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        id={id}
        value={value}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem !== undefined || note ? `${id}-note` : undefined}
        onChange={event => onChange(event.target.value)}
      />
      <ProblemText id={`${id}-note`} problem={problem} />
      {problem === undefined && note ? (
        <span id={`${id}-note`} className="small secondary">
          {note}
        </span>
      ) : null}
    </div>
  )
}
