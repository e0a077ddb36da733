import { APPLICANT_KINDS, type ApplicantKind } from '@haowu/shared/onboarding.ts'
import { useMutation } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Inputs, server } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { signIn } from '#api/sign-in.ts'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { TextField } from '#ui/text-field.tsx'
import './onboarding.css'

const FIELDS = ['partyName', 'name', 'email', 'password'] as const
type FieldName = (typeof FIELDS)[number]

/** A new person with a party of his own; afterwards he is signed in and goes on to the application. */
export function SignUpPage() {
  const { t } = useTranslation('signUp')
  const router = useRouter()
  const [kind, setKind] = useState<ApplicantKind>('supplier')
  const [missing, setMissing] = useState<FieldName[]>([])
  const join = useMutation({
    mutationFn: async (input: Inputs['accounts']['signUp']) => {
      await server.accounts.signUp.mutate(input)
      return signIn({ email: input.email, password: input.password })
    },
    onSuccess: result => router.history.push(result === 'signed_in' ? '/onboarding' : '/sign-in'),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const given = Object.fromEntries(
      FIELDS.map(name => [name, String(data.get(name) ?? '').trim()]),
    ) as Record<FieldName, string>
    const lacks = FIELDS.filter(name => !isGood(name, given[name]))
    setMissing(lacks)
    if (lacks[0]) event.currentTarget.querySelector<HTMLInputElement>(`[name=${lacks[0]}]`)?.focus()
    else join.mutate({ ...given, kind })
  }
  const failure = join.error ? readFailure(join.error) : null
  const taken = failure?.reason === 'bad_request' && failure.facts.field === 'email'
  const problem = (name: FieldName, words: string) => (missing.includes(name) ? words : null)
  return (
    <Page title={t('title')} lead={t('lead')}>
      <form className="panel stack onboarding-form" noValidate onSubmit={submit} aria-label={t('title')}>
        <fieldset className="kind-cards">
          <legend>{t('kind')}</legend>
          {APPLICANT_KINDS.map(each => (
            <label key={each} className="kind-card">
              <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
              <span className="strong">{t(each)}</span>
              <span className="small secondary">{t(`${each}Note`)}</span>
            </label>
          ))}
        </fieldset>
        <TextField
          name="partyName"
          label={t(`partyName.${kind}`)}
          error={problem('partyName', t('needed'))}
        />
        <TextField name="name" label={t('name')} autoComplete="name" error={problem('name', t('needed'))} />
        <TextField
          name="email"
          type="email"
          label={t('email')}
          autoComplete="username"
          error={taken ? t('emailTaken') : problem('email', t('emailNeeded'))}
        />
        <TextField
          name="password"
          type="password"
          label={`${t('password')} · ${t('passwordNote')}`}
          autoComplete="new-password"
          error={problem('password', t('passwordNote'))}
        />
        {taken ? <Notice tone="warning">{t('emailTaken')}</Notice> : <MutationError error={join.error} />}
        <p className="small secondary">{t('agree')}</p>
        <Button type="submit" kind="primary" size="large" block busy={join.isPending}>
          {t('submit')}
        </Button>
        <Link to="/sign-in">{t('signInInstead')}</Link>
      </form>
    </Page>
  )
}

function isGood(name: FieldName, value: string): boolean {
  if (name === 'email') return /^\S+@\S+\.\S+$/.test(value)
  return name === 'password' ? value.length >= 10 : value !== ''
}
