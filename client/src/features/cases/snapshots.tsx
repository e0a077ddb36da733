import { useTranslation } from 'react-i18next'
import type { Said } from '#features/cases/case-kinds.ts'
import { formatYuan } from '@haowu/shared/money.ts'

/** How order, terms, item and report stood when the case was opened, with the hashes that show they are unchanged. */
export function Snapshots({ snapshots }: { snapshots: Said[] }) {
  const { t } = useTranslation('case')
  if (snapshots.length === 0) return null
  return (
    <section className="stack" aria-labelledby="snapshots">
      <div>
        <h2 id="snapshots">{t('snapshot.title')}</h2>
        <p className="secondary">{t('snapshot.lead')}</p>
      </div>
      {snapshots.map(({ id, kind, content, hash, isIntact }) => (
        <details key={id} className="panel">
          <summary>
            <span className="strong">{t(`snapshot.${kind as 'order'}`)}</span>{' '}
            <span className="small secondary">
              <span className="mono">{hash.slice(0, 12)}</span>{' '}
              {isIntact ? t('said.intact') : t('said.changed')}
            </span>
          </summary>
          <dl className="case-kept">
            {linesOf(content).map(([name, value]) => (
              <div key={name}>
                <dt className="mono small">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  )
}

/** Kept facts as they are stored, nested ones by their path; sums in yuan. */
function linesOf(content: unknown, path = ''): [string, string][] {
  if (content === null || content === undefined || content === '') return []
  if (typeof content !== 'object')
    return [[path, path.endsWith('Fen') ? `¥${formatYuan(BigInt(String(content)))}` : String(content)]]
  return Object.entries(content).flatMap(([key, value]) =>
    linesOf(value, path === '' ? key : `${path}.${key}`),
  )
}
