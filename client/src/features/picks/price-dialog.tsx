import { formatYuan, toFenText } from '@haowu/shared/money.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Slot } from '#features/picks/run-sheet.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { parseYuan, yuanInput } from '#ui/parse-yuan.ts'
import { showToast } from '#ui/toast.ts'

/** A new price between what the supplier allows; a buyer who is paying keeps his. Undo is the price before. */
export function PriceDialog({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const { t } = useTranslation('picks')
  const id = useId()
  const [typed, setTyped] = useState(yuanInput(slot.priceFen))
  const reload = () => queryClient.invalidateQueries({ queryKey: api.sessions.pathKey() })
  const undo = useMutation(api.slots.setPrice.mutationOptions({ onSettled: reload }))
  const change = useMutation(
    api.slots.setPrice.mutationOptions({
      onSuccess: (_, { priceFen }) => {
        showToast(t('priceNow', { price: `¥${formatYuan(BigInt(priceFen ?? slot.listFen))}` }), {
          undo: () => undo.mutate({ slotId: slot.slotId, priceFen: slot.priceFen }),
        })
        onClose()
      },
      onSettled: reload,
    }),
  )
  const fen = parseYuan(typed)
  const [floor, ceiling] = [BigInt(slot.floorFen), BigInt(slot.ceilingFen)]
  const fits = fen !== undefined && BigInt(fen) >= floor && BigInt(fen) <= ceiling
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fits) change.mutate({ slotId: slot.slotId, priceFen: fen })
  }
  const range = { floor: `¥${formatYuan(floor)}`, ceiling: `¥${formatYuan(ceiling)}` }
  return (
    <Dialog title={t('changePrice')} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <label className="stack-tight" htmlFor={id}>
          {t('newPrice')}
        </label>
        <input
          id={id}
          className="field price-field numeric"
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          aria-invalid={!fits}
          aria-describedby={`${id}-range`}
          onChange={event => setTyped(event.target.value)}
        />
        <p id={`${id}-range`} className={fits ? 'secondary' : 'field-error'} aria-live="polite">
          {t('priceRange', range)}
        </p>
        <div className="row">
          {[...new Set([floor, BigInt(slot.listFen), ceiling])].map(choice => (
            <Button key={String(choice)} onClick={() => setTyped(yuanInput(toFenText(choice)))}>
              ¥{formatYuan(choice)}
            </Button>
          ))}
        </div>
        <MutationError error={change.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={change.isPending} aria-disabled={!fits}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
