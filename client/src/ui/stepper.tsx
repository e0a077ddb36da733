import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#ui/icon.tsx'
import './stepper.css'

export type Step = {
  key: string
  title: string
  state: 'done' | 'current' | 'todo'
  /** Wraps the step's words in a link to its page; a step without one cannot be opened now. */
  link?: ((words: ReactNode) => ReactNode) | undefined
}

/** The way through a task of several pages: what is behind, where one is, what is to come. On phones only the current step is named. */
export function Stepper({ label, steps }: { label: string; steps: Step[] }) {
  const { t } = useTranslation('common')
  return (
    <nav aria-label={label}>
      <ol className="stepper">
        {steps.map(({ key, title, state, link }, index) => {
          const words = (
            <>
              <span className="step-mark numeric" aria-hidden="true">
                {state === 'done' ? <Icon name="check" size={14} /> : index + 1}
              </span>
              <span className="step-title">{title}</span>
              <span className="visually-hidden">{t(`step.${state}`)}</span>
            </>
          )
          return (
            <li
              key={key}
              className="step"
              data-state={state}
              aria-current={state === 'current' ? 'step' : undefined}
            >
              {link && state !== 'current' ? link(words) : <span className="step-words">{words}</span>}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
