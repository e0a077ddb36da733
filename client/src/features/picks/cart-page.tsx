import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CartRow } from '#features/picks/cart-row.tsx'
import { ChooseSession } from '#features/plaza/choose-session.tsx'
import { DisciplineNote } from '#features/waiting/discipline-note.tsx'
import { WaitsPanel } from '#features/waiting/waits-panel.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { useFailureText } from '#ui/failure-text.ts'
import { Money } from '#ui/money.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { showToast } from '#ui/toast.ts'
import '#features/catalog/numbered.css'
import './session-page.css'
import './cart-page.css'

const LOOK_AGAIN_MS = 10_000
const MOST_AT_ONCE = 50

type Rows = Outputs['picks']['list']['rows']

/** The shortlist (选品车): what caught the eye, as it stands now, and from here onto a show's sheet in one go. */
export function CartPage() {
  const { t } = useTranslation('picks')
  const query = useQuery(api.picks.list.queryOptions(undefined, { refetchInterval: LOOK_AGAIN_MS }))
  return (
    <Page title={t('cart')} lead={t('cartLead')}>
      <DisciplineNote />
      <WaitsPanel />
      <QueryView query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState
              icon="cart"
              title={t('emptyCart')}
              action={
                <Link className="button" data-kind="primary" to="/plaza">
                  {t('addItems')}
                </Link>
              }
            >
              {t('emptyCartNote')}
            </EmptyState>
          ) : (
            <Cart rows={rows} />
          )
        }
      </QueryView>
    </Page>
  )
}

function Cart({ rows }: { rows: Rows }) {
  const { t } = useTranslation('picks')
  const failureText = useFailureText()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [choosing, setChoosing] = useState(false)
  const free = rows.filter(row => row.gone === null && !row.held && !row.heldByYou)
  const chosen = free.filter(row => !left.has(row.itemId)).slice(0, MOST_AT_ONCE)
  const put = useMutation(
    api.picks.toSheet.mutationOptions({
      onSuccess: ({ results }, { sessionId }) => {
        const held = results.flatMap(result => ('slotId' in result ? [result.slotId] : []))
        if (held.length > 0)
          showToast(t('putOn', { count: held.length }), { undo: () => void takeBack(held, sessionId) })
      },
      onSettled: refresh,
    }),
  )
  const refused = (put.data?.results ?? []).flatMap(result => ('reason' in result ? [result] : []))
  const titleOf = (itemId: string) => rows.find(row => row.itemId === itemId)?.title ?? ''
  const toggle = (itemId: string) =>
    setLeft(before => {
      const after = new Set(before)
      if (!after.delete(itemId)) after.add(itemId)
      return after
    })
  return (
    <div className="stack">
      <MutationError error={put.error} />
      {refused.length > 0 ? (
        <Notice tone="warning" title={t('notPut', { count: refused.length })}>
          {refused.map(({ itemId, reason, facts }) => (
            <p key={itemId}>
              {titleOf(itemId)}：{failureText({ reason, facts, requestId: null })}
            </p>
          ))}
        </Notice>
      ) : null}
      <ul className="slots" aria-label={t('cart')}>
        {rows.map(row => (
          <CartRow
            key={row.itemId}
            row={row}
            chosen={free.includes(row) ? !left.has(row.itemId) : null}
            onToggle={() => toggle(row.itemId)}
          />
        ))}
      </ul>
      <div className="cart-bar">
        {chosen.length > 0 ? (
          <p className="small" role="status">
            {t('cartEarn')}{' '}
            <strong>
              <Money fen={chosen.reduce((sum, { earns }) => sum + BigInt(earns?.earnFen ?? 0), 0n)} />
            </strong>
          </p>
        ) : null}
        <Button
          kind="primary"
          size="large"
          block
          busy={put.isPending}
          aria-disabled={chosen.length === 0}
          onClick={() => chosen.length > 0 && setChoosing(true)}
        >
          {t('toSheet', { count: chosen.length })}
        </Button>
      </div>
      {choosing ? (
        <ChooseSession
          onClose={() => setChoosing(false)}
          onChoose={sessionId => {
            setChoosing(false)
            put.mutate({ sessionId, itemIds: chosen.map(({ itemId }) => itemId) })
          }}
        />
      ) : null}
    </div>
  )
}

/** Undo of a whole handful: each hold is given back by itself. */
async function takeBack(slotIds: string[], sessionId: string): Promise<void> {
  // One that a buyer took meanwhile stays where it is; the sheet shows it.
  await Promise.allSettled(slotIds.map(slotId => server.slots.remove.mutate({ slotId })))
  await queryClient.invalidateQueries({ queryKey: api.sessions.get.queryKey({ sessionId }) })
  await refresh()
}

function refresh() {
  return Promise.all(
    [api.picks.pathKey(), api.plaza.pathKey(), api.sessions.pathKey(), api.deposits.pathKey()].map(queryKey =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  )
}
