import type { ApplicationForm, FormField, Subject } from '@haowu/shared/onboarding.ts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { CategoryName } from '#app/category-name.tsx'
import { Button } from '#ui/button.tsx'
import { Fact } from '#ui/fact.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { StatusTag } from '#ui/status-tag.tsx'

type Review = Outputs['reviews']['get']

/** What the applicant says and shows: the form, then each paper with a look at it. */
export function ReviewEvidence({ review }: { review: Review }) {
  const { t } = useTranslation('review')
  return (
    <div className="stack">
      <section className="panel stack" aria-labelledby="form">
        <h2 id="form">{t('form')}</h2>
        <dl className="facts">
          {review.fields.map(field => (
            <FormFact key={field} field={field} form={review.application.form} changed={review.changed} />
          ))}
          {review.identityMasked ? <Identity review={review} /> : null}
        </dl>
      </section>
      <section className="panel stack" aria-labelledby="documents">
        <h2 id="documents">{t('documents')}</h2>
        <ul>
          {review.wanted.map(({ document }) => (
            <li key={document} className="paper">
              <Paper document={document} review={review} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Changed({ subject, changed }: { subject: Subject; changed: Subject[] }) {
  const { t } = useTranslation('review')
  return changed.includes(subject) ? (
    <StatusTag tone="info" shape="attention">
      {t('changedTag')}
    </StatusTag>
  ) : null
}

function FormFact({ field, form, changed }: { field: FormField; form: ApplicationForm; changed: Subject[] }) {
  const { t } = useTranslation('onboarding')
  return (
    <Fact label={t(`field.${field}`)}>
      <FormValue field={field} form={form} /> <Changed subject={field} changed={changed} />
    </Fact>
  )
}

function FormValue({ field, form }: { field: FormField; form: ApplicationForm }) {
  const { t } = useTranslation('onboarding')
  const { t: words } = useTranslation('review')
  const value = form[field]
  if (value === undefined || value === '') return <>{words('notGiven')}</>
  if (field === 'taxKind' && form.taxKind) return <>{t(`tax.${form.taxKind}`)}</>
  if (field === 'inspectionMode' && form.inspectionMode) return <>{t(`mode.${form.inspectionMode}`)}</>
  if (field === 'categories') {
    return (
      <>
        {form.categories?.map((code, at) => (
          <span key={code}>
            {at > 0 ? ' · ' : ''}
            <CategoryName code={code} />
          </span>
        ))}
      </>
    )
  }
  if (field === 'channels') {
    return (
      <>
        {form.channels?.map(({ platform, account, followers }) => (
          <div key={`${platform} ${account}`}>
            {t(`channel.${platform}`)} · {account} · <span className="numeric">{followers}</span>
          </div>
        ))}
      </>
    )
  }
  return <>{String(value)}</>
}

function Identity({ review }: { review: Review }) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  const reveal = useMutation(api.reviews.revealIdentity.mutationOptions())
  return (
    <Fact label={words('field.identityNo')}>
      <span className="mono">{reveal.data?.identityNo ?? review.identityMasked}</span>{' '}
      {reveal.data ? null : (
        <Button
          size="small"
          title={t('revealNote')}
          busy={reveal.isPending}
          onClick={() => reveal.mutate({ applicationId: review.application.id })}
        >
          {t('reveal')}
        </Button>
      )}
      <MutationError error={reveal.error} />
    </Fact>
  )
}

function Paper({ document, review }: { document: Review['wanted'][number]['document']; review: Review }) {
  const { t } = useTranslation('review')
  const { t: words } = useTranslation('onboarding')
  const files = review.documents.filter(({ kind }) => kind === document)
  return (
    <>
      <span className="row">
        {words(`document.${document}`)} <Changed subject={`document.${document}`} changed={review.changed} />
      </span>
      {files.length === 0 ? <span className="secondary">{t('missingDocument')}</span> : <span />}
      <div className="paper-files">
        {files.map(file => (
          <Preview key={file.id} file={file} />
        ))}
      </div>
    </>
  )
}

/** A picture is shown in place once it is asked for, since each opening is logged; a PDF is handed to the reviewer's own reader. */
function Preview({ file }: { file: Review['documents'][number] }) {
  const { t } = useTranslation('review')
  const [picture, setPicture] = useState<string | null>(null)
  const open = useMutation(
    api.reviews.openDocument.mutationOptions({
      onSuccess: async ({ url, type }) => {
        if (type === 'pdf') location.assign(url)
        else setPicture(URL.createObjectURL(await (await fetch(url)).blob()))
      },
    }),
  )
  useEffect(() => () => (picture ? URL.revokeObjectURL(picture) : undefined), [picture])
  return (
    <div className="stack-tight">
      {picture ? (
        <img className="paper-picture" src={picture} alt={file.fileName} />
      ) : (
        <div>
          <Button
            size="small"
            icon="file"
            busy={open.isPending}
            onClick={() => open.mutate({ documentId: file.id })}
          >
            {t('openFile')} · {file.fileName}
          </Button>
        </div>
      )}
      <MutationError error={open.error} />
    </div>
  )
}
