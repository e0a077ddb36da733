import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Item } from '#features/inventory/items-page.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

/** States in which a supplier may change an item by hand; held and sold pieces keep what they have. */
const EDITABLE: ReadonlySet<Item['state']> = new Set(['draft', 'available', 'withdrawn', 'quarantined'])

export function isEditable(item: Pick<Item, 'state' | 'held'>): boolean {
  return EDITABLE.has(item.state) && !item.held
}

/** The price, changed in place: press it, type, Enter. Escape leaves it; what was done can be taken back at once. */
export function PriceCell({ item }: { item: Item }) {
  const { t } = useTranslation('inventory')
  const [editing, setEditing] = useState(false)
  if (!isEditable(item)) return <Money fen={item.priceFen} />
  if (editing) return <PriceField item={item} onClose={() => setEditing(false)} />
  return (
    <button type="button" className="cell-button above-row-link" onClick={() => setEditing(true)}>
      <Money fen={item.priceFen} />{' '}
      <span className="visually-hidden">{t('editPrice', { title: item.title })}</span>
    </button>
  )
}

function PriceField({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useTranslation('inventory')
  const failureText = useFailureText()
  const [typed, setTyped] = useState(yuanInput(item.priceFen))
  const edit = useEditItem(item)
  const field = useRef<HTMLInputElement>(null)
  // The person has just pressed this very cell.
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const fen = parseYuan(typed)
  const valid = fen !== undefined && fen !== '0'
  const submit = () => {
    if (!valid) return
    if (fen === item.priceFen) return onClose()
    edit.mutate({ itemId: item.itemId, version: item.version, priceFen: fen }, { onSuccess: onClose })
  }
  return (
    <form
      className="cell-form above-row-link"
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <input
        ref={field}
        className="field cell-field"
        inputMode="decimal"
        aria-label={t('newPrice')}
        aria-invalid={!valid || edit.isError}
        value={typed}
        disabled={edit.isPending}
        onChange={event => setTyped(event.target.value)}
        onKeyDown={event => {
          event.stopPropagation()
          if (event.key === 'Escape') onClose()
        }}
        onBlur={() => {
          if (!edit.isPending && !edit.isError) onClose()
        }}
      />
      {edit.isError ? (
        <span className="field-error" role="alert">
          {failureText(edit.error)}
        </span>
      ) : null}
    </form>
  )
}

/** Saves, shows the list anew, and offers to put back what stood before. */
export function useEditItem(item: Item) {
  const { t } = useTranslation('inventory')
  const failureText = useFailureText()
  const reload = () => queryClient.invalidateQueries({ queryKey: api.items.pathKey() })
  return useMutation(
    api.inventory.editItem.mutationOptions({
      onSuccess: async ({ version }) => {
        showToast(t('itemChanged', { title: item.title }), {
          undo: () => {
            const before = { priceFen: item.priceFen, qty: item.qty }
            server.inventory.editItem
              .mutate({ itemId: item.itemId, version, ...before })
              .then(reload)
              .catch((error: unknown) => showToast(failureText(error), { tone: 'danger' }))
          },
        })
        await reload()
      },
    }),
  )
}
