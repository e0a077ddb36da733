import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '#ui/media.ts'
import { Button } from '#ui/button.tsx'

/** Views of one list as tabs; the chosen one lives in the URL. */
export function Tabs<Value extends string>({ label, value, options, onChange }: TabsProps<Value>) {
  return (
    <div className="tabs" role="group" aria-label={label}>
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          className="tab"
          aria-current={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}

type TabsProps<Value extends string> = {
  label: string
  value: Value
  options: { value: Value; label: ReactNode }[]
  onChange: (value: Value) => void
}

/** Search first, then the other filters; on a phone they fold behind one button that counts how many are set. */
export function FilterBar({ search, children, active = 0, onClear }: FilterBarProps) {
  const { t } = useTranslation('common')
  const isPhone = useIsPhone()
  const [open, setOpen] = useState(false)
  return (
    <div className="filters" role="search">
      {search}
      {isPhone && children ? (
        <Button icon="filter" aria-expanded={open} onClick={() => setOpen(!open)}>
          {active > 0 ? t('filtersActive', { count: active }) : t('filters')}
        </Button>
      ) : null}
      {!isPhone || open ? children : null}
      {active > 0 && onClear ? (
        <Button kind="quiet" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      ) : null}
    </div>
  )
}

type FilterBarProps = { search?: ReactNode; children?: ReactNode; active?: number; onClear?: () => void }

const PAUSE_MS = 300

/** Text search that waits for a pause, and for the input method to finish a word. */
export function SearchBox({
  value,
  label,
  onChange,
}: {
  value: string
  label: string
  onChange: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const [composing, setComposing] = useState(false)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (composing || text === value) return
    const timer = setTimeout(() => onChange(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value, composing, onChange])
  return (
    <input
      type="search"
      className="filter-search field"
      data-search
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={event => setText(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
    />
  )
}
