import { DOCUMENT_LIMITS, type DocumentKind } from '@haowu/shared/onboarding.ts'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { memberHeader } from '#api/active-member.ts'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { CategoryName } from '#app/category-name.tsx'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type Own = NonNullable<Outputs['applications']['desk']['own']>
type Wanted = { document: DocumentKind; category?: string | undefined }

/** The papers an application needs, each with what was handed in for it. */
export function PaperList({ own, wanted, editable }: { own: Own; wanted: Wanted[]; editable: boolean }) {
  const { t } = useTranslation('onboarding')
  return (
    <section className="panel stack" aria-labelledby="papers">
      <div>
        <h2 id="papers">{t('section.documents')}</h2>
        <p className="small secondary">{t('section.documentsLead')}</p>
      </div>
      <ul>
        {wanted.map(({ document, category }) => (
          <li key={document} className="paper">
            <Paper {...{ own, document, category, editable }} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const refusal = z.object({ error: z.unknown() })

async function sendPaper(applicationId: string, kind: DocumentKind, file: File): Promise<void> {
  const answer = await fetch(`/api/applications/${applicationId}/documents/${kind}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(file.name),
      ...memberHeader(),
    },
    body: file,
  })
  if (!answer.ok) throw refusal.safeParse(await answer.json()).data?.error ?? new Error('refused')
}

const reread = () => queryClient.invalidateQueries({ queryKey: api.applications.desk.queryKey() })

function Paper({ own, document, category, editable }: Wanted & { own: Own; editable: boolean }) {
  const { t } = useTranslation('onboarding')
  const picker = useRef<HTMLInputElement>(null)
  const [tooLarge, setTooLarge] = useState<string | null>(null)
  const files = own.documents.filter(({ kind }) => kind === document)
  const send = useMutation({
    mutationFn: (file: File) => sendPaper(own.application.id, document, file),
    onSuccess: reread,
  })
  const open = useMutation(
    api.applications.openDocument.mutationOptions({ onSuccess: ({ url }) => location.assign(url) }),
  )
  const remove = useMutation(api.applications.removeDocument.mutationOptions({ onSuccess: reread }))
  const take = (file: File) => {
    const fits = file.size <= DOCUMENT_LIMITS.bytes
    setTooLarge(fits ? null : file.name)
    if (fits) send.mutate(file)
  }
  const name = t(`document.${document}`)
  return (
    <>
      <div>
        <div className="row">
          <Icon name={files.length > 0 ? 'success' : 'file'} />
          <span>{name}</span>
        </div>
        {category ? (
          <span className="small secondary">
            {t('section.categories')} · <CategoryName code={category} />
          </span>
        ) : null}
      </div>
      {editable ? (
        <Button
          icon="upload"
          busy={send.isPending}
          aria-label={t('uploadNamed', { document: name })}
          onClick={() => picker.current?.click()}
        >
          {t('upload')}
        </Button>
      ) : null}
      <input
        ref={picker}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/webp,application/pdf"
        data-paper={document}
        aria-label={name}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) take(file)
        }}
      />
      <div className="paper-files">
        {files.map(file => (
          <div key={file.id} className="row">
            <Button
              kind="quiet"
              size="small"
              icon="download"
              aria-label={t('openNamed', { name: file.fileName })}
              onClick={() => open.mutate({ documentId: file.id })}
            >
              {file.fileName}
            </Button>
            {editable ? (
              <Button
                kind="quiet"
                size="small"
                icon="trash"
                aria-label={t('removeNamed', { name: file.fileName })}
                onClick={() => remove.mutate({ documentId: file.id })}
              />
            ) : null}
          </div>
        ))}
        {tooLarge ? <span className="field-error">{t('tooLarge', { name: tooLarge })}</span> : null}
        <MutationError error={send.error ?? open.error ?? remove.error} />
      </div>
    </>
  )
}
