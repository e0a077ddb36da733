import { formatRate } from '@haowu/shared/money.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { ItemPhoto } from '#features/catalog/item-photo.tsx'
import { StockFreshness } from '#features/catalog/stock-freshness.tsx'
import { WaitButton } from '#features/waiting/wait-button.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { StatusTag } from '#ui/status-tag.tsx'
import { showToast } from '#ui/toast.ts'

type Row = Outputs['picks']['list']['rows'][number]
type CartRowProps = {
  row: Row
  /** Null when it cannot be held now. */
  chosen: boolean | null
  onToggle: () => void
}

/** One piece of the shortlist as it stands now; what left says why and what could take its place. */
export function CartRow({ row, chosen, onToggle }: CartRowProps) {
  const { t } = useTranslation('picks')
  return (
    <li className="slot" data-gone={row.gone !== null || undefined}>
      <div className="slot-head">
        <ItemPhoto photos={row.photos} categoryCode={row.categoryCode} />
        <div className="slot-body">
          <h2>
            {row.gone === null ? (
              <Link to="/plaza/$itemId" params={{ itemId: row.itemId }}>
                {row.title}
              </Link>
            ) : (
              row.title
            )}
          </h2>
          <p className="row small">
            <CartStanding row={row} />
            <span className="strong">
              <Money fen={row.priceFen} />
            </span>
          </p>
          {row.gone === null ? <StockFreshness at={row.stockConfirmedAt} /> : null}
          {row.gone === null ? null : <Replacements row={row} />}
          <Note row={row} />
        </div>
        {chosen === null ? null : (
          <label className="cart-choose">
            <input
              type="checkbox"
              checked={chosen}
              onChange={onToggle}
              aria-label={t('chooseWhat', { title: row.title })}
            />
          </label>
        )}
      </div>
      <div className="slot-foot">
        {row.earns ? (
          <p className="slot-earn">
            <span className="small secondary">{formatRate(row.earns.rateBps)}</span>
            <span className="slot-earn-amount">
              {t('earn')} <Money fen={row.earns.earnFen} />
            </span>
          </p>
        ) : (
          <span />
        )}
        <Remove row={row} />
      </div>
    </li>
  )
}

function CartStanding({ row }: { row: Row }) {
  const { t } = useTranslation('picks')
  if (row.gone !== null) {
    return (
      <StatusTag tone="danger" shape="refused">
        {t(`goneWhy.${row.gone}`)}
      </StatusTag>
    )
  }
  if (row.heldByYou) {
    return (
      <Link to="/sessions/$sessionId" params={{ sessionId: row.heldByYou.sessionId }}>
        <StatusTag tone="success" shape="live">
          {t('onSheetOf', { title: row.heldByYou.sessionTitle })}
        </StatusTag>
      </Link>
    )
  }
  return row.held ? (
    <>
      <StatusTag tone="warning" shape="waiting">
        {t('heldElsewhere')}
      </StatusTag>
      {row.earns ? <WaitButton piece={row} /> : null}
    </>
  ) : (
    <StatusTag tone="success" shape="live">
      {t('free')}
    </StatusTag>
  )
}

/** What is free now and earns as much, to be put on the shortlist instead. */
function Replacements({ row }: { row: Row }) {
  const { t } = useTranslation('picks')
  const rateBps = row.earns?.rateBps ?? 0
  const query = useQuery(
    api.picks.replacements.queryOptions({ itemId: row.itemId, rateBps }, { staleTime: 30_000 }),
  )
  const found = query.data?.slice(0, 3) ?? []
  if (found.length === 0) return null
  return (
    <div className="small">
      <p className="secondary">{t('instead')}</p>
      <ul>
        {found.map(piece => (
          <li key={piece.itemId}>
            <Link to="/plaza/$itemId" params={{ itemId: piece.itemId }}>
              {piece.title}
            </Link>{' '}
            · <Money fen={piece.priceFen} /> · {t('earn')} <Money fen={piece.earnFen} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Note({ row }: { row: Row }) {
  const { t } = useTranslation('picks')
  const [text, setText] = useState(row.note)
  const note = useMutation(api.picks.note.mutationOptions({ onSettled: reload }))
  return (
    <input
      className="field cart-note"
      maxLength={200}
      placeholder={t('note')}
      aria-label={t('noteWhat', { title: row.title })}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={() => text.trim() !== row.note && note.mutate({ itemId: row.itemId, note: text.trim() })}
    />
  )
}

function Remove({ row }: { row: Row }) {
  const { t } = useTranslation('picks')
  const { itemId, title, note } = row
  const add = useMutation(api.picks.add.mutationOptions({ onSettled: reload }))
  const remove = useMutation(
    api.picks.remove.mutationOptions({
      // What left the plaza could not be put back.
      onSuccess: () =>
        showToast(
          t('unpicked', { title }),
          row.gone === null ? { undo: () => add.mutate({ itemId, note }) } : {},
        ),
      onSettled: reload,
    }),
  )
  return (
    <Button
      kind="quiet"
      icon="trash"
      aria-label={t('unpickWhat', { title })}
      busy={remove.isPending}
      onClick={() => remove.mutate({ itemId })}
    />
  )
}

function reload() {
  return queryClient.invalidateQueries({ queryKey: api.picks.pathKey() })
}
