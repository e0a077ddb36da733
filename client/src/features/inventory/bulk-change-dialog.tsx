import type { BulkChange, ItemSelection } from '@haowu/shared/inventory.ts'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { BulkKind } from '#features/inventory/bulk-bar.tsx'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

const ROUNDS = ['yuan', 'fen'] as const

/** Asks for the change, shows what it reaches and what the dearest pieces would cost, and hands it over as an import. */
export function BulkChangeDialog({ kind, selection, onClose, onDone }: BulkChangeDialogProps) {
  const { t } = useTranslation('inventory')
  const navigate = useNavigate()
  const [percent, setPercent] = useState('')
  const [round, setRound] = useState<(typeof ROUNDS)[number]>('yuan')
  const [shipFrom, setShipFrom] = useState('')
  const change = toChange(kind, { percent, round, shipFrom })
  const preview = useQuery({
    ...api.inventory.bulkPreview.queryOptions({ selection, change: change ?? { kind: 'withdraw' } }),
    placeholderData: keepPreviousData,
  })
  const submit = useMutation(
    api.inventory.bulkChange.mutationOptions({
      onSuccess: async ({ importId }) => {
        onDone()
        await queryClient.invalidateQueries({ queryKey: api.items.pathKey() })
        await navigate({ to: '/imports/$importId', params: { importId } })
      },
    }),
  )
  return (
    <Dialog title={t(`change.${kind}`)} onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          if (change) submit.mutate({ selection, change })
        }}
      >
        {kind === 'price_percent' ? (
          <>
            <label className="stack-tight">
              <span>{t('percent')}</span>
              <input
                className="field"
                inputMode="decimal"
                value={percent}
                placeholder="-5"
                onChange={event => setPercent(event.target.value)}
              />
              <span className="small secondary">{t('percentNote')}</span>
            </label>
            <Choice
              label={t('round')}
              value={round}
              options={ROUNDS.map(value => ({ value, label: t(`rounds.${value}`) }))}
              onChange={setRound}
            />
          </>
        ) : null}
        {kind === 'ship_from' ? (
          <label className="stack-tight">
            <span>{t('shipFrom')}</span>
            <input
              className="field"
              maxLength={50}
              value={shipFrom}
              onChange={event => setShipFrom(event.target.value)}
            />
          </label>
        ) : null}
        {preview.data ? (
          <Reach preview={preview.data} prices={kind === 'price_percent' && change !== null} />
        ) : null}
        <p className="small secondary">{t('bulkNote')}</p>
        <MutationError error={submit.error ?? preview.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={submit.isPending} disabled={!change}>
            {t('bulkSubmit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type BulkChangeDialogProps = {
  kind: BulkKind
  selection: ItemSelection
  onClose: () => void
  onDone: () => void
}

function Reach({ preview, prices }: { preview: Outputs['inventory']['bulkPreview']; prices: boolean }) {
  const { t } = useTranslation('inventory')
  return (
    <Notice tone={preview.locked > 0 ? 'warning' : 'info'}>
      <p>{t('reach', { count: preview.selected - preview.locked })}</p>
      {preview.locked > 0 ? <p>{t('locked', { count: preview.locked })}</p> : null}
      {prices ? (
        <ul className="bulk-samples">
          {preview.samples.map(sample => (
            <li key={sample.itemId}>
              <span>{sample.title}</span>
              <span className="nowrap">
                <Money fen={sample.priceFen} /> → <Money fen={sample.priceAfterFen} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  )
}

type Typed = { percent: string; round: (typeof ROUNDS)[number]; shipFrom: string }

/** Null while what was typed makes no change. */
function toChange(kind: BulkKind, { percent, round, shipFrom }: Typed): BulkChange | null {
  if (kind === 'withdraw' || kind === 'relist') return { kind }
  if (kind === 'ship_from') return shipFrom.trim() ? { kind, shipFrom: shipFrom.trim() } : null
  if (kind !== 'price_percent') return null
  const changeBps = Math.round(Number(percent.normalize('NFKC').replace(/[%\s+]/g, '')) * 100)
  const sensible =
    Number.isInteger(changeBps) && changeBps !== 0 && changeBps >= -9_000 && changeBps <= 20_000
  return percent.trim() && sensible ? { kind, changeBps, round } : null
}
