import { useTranslation } from 'react-i18next'
import type { Said } from '#features/cases/case-kinds.ts'
import { DateText } from '#ui/date-text.tsx'
import { Icon } from '#ui/icon.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

const SIDES = ['claimant', 'respondent', 'platform'] as const

/** What each side said and showed, side by side on wide screens; each piece with the hash it was kept with. */
export function SaidList({ caseId, said }: { caseId: string; said: Said[] }) {
  const { t } = useTranslation('case')
  const present = SIDES.filter(side => side === 'respondent' || said.some(each => each.side === side))
  return (
    <section className="stack" aria-labelledby="said">
      <h2 id="said">{t('said.title')}</h2>
      <div className="case-sides">
        {present.map(side => (
          <div key={side} className="panel stack">
            <h3>{t(`side.${side}`)}</h3>
            <Words words={said.filter(each => each.side === side && each.kind === 'statement')} />
            <Files caseId={caseId} files={said.filter(each => each.side === side && each.kind === 'file')} />
          </div>
        ))}
      </div>
    </section>
  )
}

function Words({ words }: { words: Said[] }) {
  const { t } = useTranslation('case')
  if (words.length === 0) return <p className="secondary">{t('said.nothing')}</p>
  return (
    <ul className="case-words">
      {words.map(({ id, content, createdAt, hash, isIntact }) => (
        <li key={id}>
          {content.appeal ? (
            <StatusTag tone="info" shape="waiting">
              {t('said.appeal')}
            </StatusTag>
          ) : null}
          <p className="case-text">{String(content.text)}</p>
          <p className="small secondary">
            <DateText at={createdAt} /> · <span className="mono">{hash.slice(0, 12)}</span>{' '}
            {isIntact ? t('said.intact') : t('said.changed')}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Files({ caseId, files }: { caseId: string; files: Said[] }) {
  const { t } = useTranslation('case')
  if (files.length === 0) return null
  return (
    <ul className="case-files">
      {files.map(({ id, content }, index) => {
        const href = `/api/cases/${caseId}/files/${id}`
        const name = t('said.file', { n: index + 1 })
        return (
          <li key={id}>
            <a href={href} target="_blank" rel="noreferrer">
              {String(content.key).endsWith('.pdf') ? (
                <>
                  <Icon name="report" /> {name}
                </>
              ) : (
                <img src={href} alt={name} loading="lazy" width={96} height={96} />
              )}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
