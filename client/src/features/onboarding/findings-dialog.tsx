import {
  REVIEW_REASONS,
  type ReviewFinding,
  type ReviewReason,
  type Subject,
} from '@haowu/shared/onboarding.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSubjectName } from '#features/onboarding/subject-name.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type FindingsDialogProps = {
  verdict: 'needs_info' | 'rejected'
  subjects: Subject[]
  busy: boolean
  error: unknown
  onSend: (findings: ReviewFinding[]) => void
  onClose: () => void
}

/** What is sent back: for each point what it is about, a reason of the list, and words the applicant reads. */
export function FindingsDialog({ verdict, subjects, busy, error, onSend, onClose }: FindingsDialogProps) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  const nameOf = useSubjectName()
  const fresh: ReviewFinding = { subject: subjects[0] ?? 'companyName', reason: 'unreadable', words: '' }
  const [findings, setFindings] = useState<ReviewFinding[]>([fresh])
  const put = (at: number, change: Partial<ReviewFinding>) =>
    setFindings(current => current.map((finding, n) => (n === at ? { ...finding, ...change } : finding)))
  return (
    <Dialog wide title={t(verdict === 'rejected' ? 'rejectTitle' : 'askTitle')} onClose={onClose}>
      {findings.map((finding, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
        <div key={at} className="finding-row">
          <div className="onboarding-grid">
            <label className="stack-tight">
              {t('findingSubject')}
              <select
                className="field"
                value={finding.subject}
                onChange={event => put(at, { subject: event.target.value as Subject })}
              >
                {subjects.map(subject => (
                  <option key={subject} value={subject}>
                    {nameOf(subject)}
                  </option>
                ))}
              </select>
            </label>
            <label className="stack-tight">
              {t('findingReason')}
              <select
                className="field"
                value={finding.reason}
                onChange={event => put(at, { reason: event.target.value as ReviewReason })}
              >
                {REVIEW_REASONS.map(reason => (
                  <option key={reason} value={reason}>
                    {words(`reason.${reason}`)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <label className="stack-tight">
            {t('findingWords')}
            <textarea
              className="field"
              rows={2}
              maxLength={500}
              value={finding.words}
              onChange={event => put(at, { words: event.target.value })}
            />
          </label>
          {findings.length > 1 ? (
            <Button
              kind="quiet"
              size="small"
              icon="trash"
              onClick={() => setFindings(findings.filter((_finding, n) => n !== at))}
            >
              {t('removeFinding')}
            </Button>
          ) : null}
        </div>
      ))}
      <div>
        <Button icon="plus" onClick={() => setFindings([...findings, fresh])}>
          {t('addFinding')}
        </Button>
      </div>
      <MutationError error={error} />
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button
          kind={verdict === 'rejected' ? 'danger' : 'primary'}
          busy={busy}
          onClick={() => onSend(findings)}
        >
          {t(verdict === 'rejected' ? 'doReject' : 'send')}
        </Button>
      </div>
    </Dialog>
  )
}
