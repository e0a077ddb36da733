import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { usePlazaView } from '#features/plaza/use-plaza-view.ts'
import { Button } from '#ui/button.tsx'

type SellThrough = NonNullable<Outputs['plaza']['search']['sellThrough']>

const TOLD = 3

/** Why the pieces stand in this order, in one line, and the way out of it. */
export function RankingNote({ sellThrough }: { sellThrough: SellThrough }) {
  const { t } = useTranslation('plaza')
  const { set } = usePlazaView()
  const best = (Object.entries(sellThrough) as [keyof SellThrough, number][])
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, TOLD)
    .map(([code, shareBps]) => `${t(`categories.${code}`)} ${Math.round(shareBps / 100)}%`)
  return (
    <p className="row small secondary">
      {t('ranking', { shares: best.join(t('comma')) })}
      <Button kind="quiet" size="small" onClick={() => set({ sort: 'commission' })}>
        {t('rankingOff')}
      </Button>
    </p>
  )
}
