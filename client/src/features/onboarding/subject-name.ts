import type { DocumentKind, Subject } from '@haowu/shared/onboarding.ts'
import { useTranslation } from 'react-i18next'

/** What a finding or a gap is about, in the reader's words. */
export function useSubjectName(): (subject: Subject) => string {
  const { t } = useTranslation('onboarding')
  return subject =>
    subject.startsWith('document.')
      ? t(`document.${subject.slice('document.'.length) as DocumentKind}`)
      : t(`field.${subject as Exclude<Subject, `document.${DocumentKind}`>}`)
}
