import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NAVIGATION, placesOf, type Role } from '#app/navigation.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Icon, type IconName } from '#ui/icon.tsx'

type Command = { key: string; label: string; icon: IconName; to: string }

/** Go anywhere by typing: the places of the role, and for finance an order by its number. */
export function Palette({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const commands = useCommands(role, text.trim())
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    router.history.push(command.to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt(Math.min(commands.length - 1, Math.max(0, at + step)))
    } else if (event.key === 'Enter') run(commands[at])
  }
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <input
        className="palette-input"
        role="combobox"
        aria-label={t('palette.placeholder')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={commands[at] ? `${listId}-${at}` : undefined}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={event => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t('palette.title')}>
        {commands.map((command, index) => (
          <div
            key={command.key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            aria-current={index === at}
            className="menu-item"
            onClick={() => run(command)}
            onKeyDown={event => event.key === 'Enter' && run(command)}
          >
            <Icon name={command.icon} />
            {command.label}
          </div>
        ))}
      </div>
      {commands.length === 0 ? <p className="secondary">{t('palette.nothing')}</p> : null}
    </Dialog>
  )
}

const ORDER_PAGES: Partial<Record<Role, string>> = {
  finance: '/finance/orders/',
  supplier: '/orders?search=',
}

function useCommands(role: Role, text: string): Command[] {
  const { t } = useTranslation('shell')
  const wanted = text.toLowerCase()
  const places = placesOf(role)
    .map(key => ({ key, label: t(`nav.${key}`), icon: NAVIGATION[key].icon, to: NAVIGATION[key].to }))
    .filter(({ label, to }) => label.toLowerCase().includes(wanted) || to.includes(wanted))
  const orderPage = ORDER_PAGES[role]
  const looksLikeNo = /^[0-9A-Za-z-]{6,}$/.test(text)
  if (!orderPage || !looksLikeNo) return places
  return [
    ...places,
    {
      key: 'order',
      label: t('palette.order', { no: text }),
      icon: 'order',
      to: orderPage + encodeURIComponent(text),
    },
  ]
}
