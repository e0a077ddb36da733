import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { StateTag } from '#app/state-tag.tsx'
import { askLoansAgain } from '#features/custody/ask-loans-again.ts'
import { CustodyChain } from '#features/custody/custody-chain.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Custody = Outputs['custody']['get']

/** Where a supplier's piece is now, who has borrowed it, and every hand it went through. */
export function CustodyPanel({ itemId, state }: { itemId: string; state: string }) {
  const { t } = useTranslation('loan')
  const query = useQuery(api.custody.get.queryOptions({ itemId }))
  return (
    <>
      <section className="panel stack" aria-labelledby="custody">
        <h2 id="custody">{t('custody')}</h2>
        <QueryView query={query} lines={2}>
          {custody => <Whereabouts custody={custody} itemId={itemId} mayMove={MOVABLE.has(state)} />}
        </QueryView>
      </section>
      {query.data ? <CustodyChain chain={query.data.chain} /> : null}
    </>
  )
}

const MOVABLE: ReadonlySet<string> = new Set(['draft', 'available', 'withdrawn', 'quarantined', 'returning'])

function Whereabouts({ custody, itemId, mayMove }: { custody: Custody; itemId: string; mayMove: boolean }) {
  const { t } = useTranslation('loan')
  const move = useMutation(
    api.custody.move.mutationOptions({
      onSettled: askLoansAgain,
    }),
  )
  const to = custody.place === 'at_inspector' ? 'at_supplier' : 'at_inspector'
  return (
    <>
      <div className="row">
        <span className="strong">{t(`place.${custody.place}`)}</span>
        {custody.loan ? (
          <>
            <StateTag of="loan" state={custody.loan.state} />
            <Link to="/loans/$loanId" params={{ loanId: custody.loan.loanId }}>
              {t('lentTo', { name: custody.loan.streamerName })}
            </Link>
            {custody.loan.dueAt ? (
              <span className="small secondary">
                {t('dueTitle')} <DateText at={custody.loan.dueAt} />
              </span>
            ) : null}
          </>
        ) : mayMove ? (
          <Button size="small" busy={move.isPending} onClick={() => move.mutate({ itemId, to })}>
            {t(`move.${to}`)}
          </Button>
        ) : null}
      </div>
      <MutationError error={move.error} />
    </>
  )
}
