import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { Fact } from '#ui/fact.tsx'
import { Money } from '#ui/money.tsx'
import { QueryView } from '#ui/query-view.tsx'

/** Deposits are other people's money: what they come to, what lies on their accounts, and what has yet to be moved between the two. */
export function DepositCover({ month }: { month: string }) {
  const { t } = useTranslation('reconcile')
  const cover = useQuery(api.closes.depositCover.queryOptions({ month }))
  return (
    <>
      <h4>{t('cover.title')}</h4>
      <QueryView query={cover} lines={2}>
        {({ owedFen, heldFen, toMoveFen }) => (
          <>
            <dl className="facts">
              <Fact label={t('cover.owed')}>
                <Money fen={owedFen} />
              </Fact>
              <Fact label={t('cover.held')}>
                <Money fen={heldFen} />
              </Fact>
              <Fact label={t('cover.toMove')}>
                <strong className={toMoveFen === '0' ? undefined : 'alarming'}>
                  <Money fen={toMoveFen} plus />
                </strong>
              </Fact>
            </dl>
            <p className="small secondary">
              {t(
                toMoveFen === '0'
                  ? 'cover.equal'
                  : toMoveFen.startsWith('-')
                    ? 'cover.moveIn'
                    : 'cover.moveOut',
              )}
            </p>
          </>
        )}
      </QueryView>
    </>
  )
}
