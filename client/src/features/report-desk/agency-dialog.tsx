import { CATEGORY_CODES, type CategoryCode } from '@haowu/shared/catalog.ts'
import { agencyFacts } from '@haowu/shared/inspection.ts'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { server } from '#api/api.ts'
import type { Agency } from '#features/report-desk/agencies-page.tsx'
import { askDeskAgain } from '#features/report-desk/ask-desk-again.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

const TEXTS = ['name', 'licenceNo', 'cnasNo', 'cmaNo', 'validUntil'] as const
type Text = (typeof TEXTS)[number]

/** An agency as its papers say; its name stays once reports were signed under it. */
export function AgencyDialog({ agency, onClose }: { agency?: Agency; onClose: () => void }) {
  const { t } = useTranslation('report-desk')
  const { t: common } = useTranslation('common')
  const [texts, setTexts] = useState<Record<Text, string>>({
    name: agency?.name ?? '',
    licenceNo: agency?.licenceNo ?? '',
    cnasNo: agency?.cnasNo ?? '',
    cmaNo: agency?.cmaNo ?? '',
    validUntil: agency?.validUntil ?? '',
  })
  const [categories, setCategories] = useState<CategoryCode[]>((agency?.categories ?? []) as CategoryCode[])
  const [bad, setBad] = useState<ReadonlySet<string>>(new Set())
  const save = useSave(agency, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = agencyFacts.safeParse({ ...texts, categories })
    setBad(new Set(read.success ? [] : read.error.issues.map(({ path }) => String(path[0]))))
    if (read.success && !save.isPending) save.mutate(read.data)
  }
  return (
    <Dialog title={t(agency ? 'agencies.edit' : 'agencies.register')} onClose={onClose} wide>
      <form className="stack" onSubmit={submit} noValidate>
        {TEXTS.map(key => (
          <label key={key} className="stack-tight">
            <span>{t(`agencies.field.${key}`)}</span>
            <input
              className="field"
              type={key === 'validUntil' ? 'date' : 'text'}
              value={texts[key]}
              readOnly={key === 'name' && agency !== undefined}
              aria-invalid={bad.has(key) || undefined}
              onChange={event => setTexts({ ...texts, [key]: event.target.value })}
            />
            {bad.has(key) ? <span className="field-error">{t(`agencies.bad.${key}`)}</span> : null}
          </label>
        ))}
        <fieldset className="stack-tight">
          <legend>{t('agencies.field.categories')}</legend>
          {CATEGORY_CODES.map(code => (
            <label key={code} className="row">
              <input
                type="checkbox"
                checked={categories.includes(code)}
                onChange={({ target: { checked } }) =>
                  setCategories(checked ? [...categories, code] : categories.filter(each => each !== code))
                }
              />
              <span>{common(`category.${code}`)}</span>
            </label>
          ))}
          {bad.has('categories') ? <span className="field-error">{t('agencies.bad.categories')}</span> : null}
        </fieldset>
        <MutationError error={save.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" type="submit" busy={save.isPending}>
            {common('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type Facts = Parameters<typeof server.agencies.register.mutate>[0]

function useSave(agency: Agency | undefined, onClose: () => void) {
  const { t } = useTranslation('report-desk')
  return useMutation({
    mutationFn: async (facts: Facts) => {
      if (!agency) await server.agencies.register.mutate(facts)
      else
        await server.agencies.update.mutate({ inspectionAgencyId: agency.id, version: agency.version, facts })
    },
    onSuccess: async () => {
      showToast(t(agency ? 'agencies.saved' : 'agencies.registered'))
      onClose()
      await askDeskAgain()
    },
  })
}
