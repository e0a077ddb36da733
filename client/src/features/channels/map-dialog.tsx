import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { Goods, Side } from '#features/channels/goods-list.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmButton } from '#ui/confirm-button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'

const SUGGEST = {
  supplier: api.channels.suggestForSupplier,
  streamer: api.channels.suggestForStreamer,
} as const
/** What makes it likely that both are one; without any of it, whoever says so is asked once more, because it sells the piece. */
const SAME: ReadonlySet<string> = new Set(['code', 'title', 'price'])
const MAP = { supplier: server.channels.mapForSupplier, streamer: server.channels.mapForStreamer } as const

/** Which piece the goods are; the pieces that the streamer had to do with, the likeliest first. */
export function MapDialog({ side, goods, onClose }: { side: Side; goods: Goods; onClose: () => void }) {
  const { t } = useTranslation('channel')
  const found = useQuery(SUGGEST[side].queryOptions({ listingId: goods.id }))
  const name = useMutation({
    mutationFn: (itemId: string) => MAP[side].mutate({ listingId: goods.id, itemId }),
    onSuccess: async ({ released }) => {
      await queryClient.invalidateQueries({ queryKey: api.channels.pathKey() })
      showToast(t('map.done', { count: released }))
      onClose()
    },
  })
  return (
    <Dialog title={t('map.title')} onClose={onClose} wide>
      <p className="secondary">{t('map.lead')}</p>
      <p>
        <span className="strong">{goods.title}</span> · <Money fen={goods.priceFen} />
      </p>
      <MutationError error={name.error} />
      <QueryView query={found} lines={4}>
        {({ candidates }) =>
          candidates.length === 0 ? (
            <p role="status">{t(side === 'supplier' ? 'map.noneSupplier' : 'map.noneStreamer')}</p>
          ) : (
            <ul className="stack" aria-label={t('map.candidates')}>
              {candidates.map(({ itemId, title, sku, priceFen, supplierName, reasons }) => (
                <li key={itemId} className="row">
                  <span className="stack-tight">
                    <span className="strong">{title}</span>
                    <span className="small secondary">
                      <span className="mono">{sku}</span> · {supplierName} · <Money fen={priceFen} />
                    </span>
                    <span className="small">
                      {reasons.map(reason => t(`map.reason.${reason}`)).join(' · ')}
                    </span>
                  </span>
                  {reasons.some(reason => SAME.has(reason)) ? (
                    <Button
                      kind="primary"
                      size="small"
                      busy={name.isPending && name.variables === itemId}
                      onClick={() => name.mutate(itemId)}
                    >
                      {t('map.choose')}
                    </Button>
                  ) : (
                    <ConfirmButton
                      size="small"
                      words={t('map.sure', { goods: goods.title, title })}
                      onConfirm={() => name.mutate(itemId)}
                    >
                      {t('map.choose')}
                    </ConfirmButton>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </Dialog>
  )
}
