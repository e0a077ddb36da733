import { useQuery } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { type SignInResult, signIn } from '#api/sign-in.ts'
import type { Role } from '#app/navigation.ts'
import { Button } from '#ui/button.tsx'
import { Icon, type IconName } from '#ui/icon.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'
import { TextField } from '#ui/text-field.tsx'
import './sign-in.css'

type DemoAccount = Outputs['demo']['logins']['accounts'][number]

/** E-mail and password, or one tap on a demo account; afterwards back to where the person wanted to be. */
export function SignInPage() {
  const { t } = useTranslation('signIn')
  const { next, ended } = useSearch({ from: '/public/sign-in' })
  const router = useRouter()
  const [busy, setBusy] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<Exclude<SignInResult, 'signed_in'> | null>(null)
  const enter = async (input: { email: string; password: string }) => {
    setBusy(input.email)
    setRefusal(null)
    const result = await signIn(input)
    setBusy(null)
    if (result === 'signed_in') router.history.push(next ?? '/')
    else setRefusal(result)
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      {ended ? <Notice tone="info">{t('ended')}</Notice> : null}
      <DemoLogins busy={busy} onChoose={enter} />
      <SignInForm refusal={refusal} busy={busy} onSubmit={enter} />
      <p>
        {t('noAccount')} <Link to="/sign-up">{t('signUp')}</Link>
      </p>
      <Points />
    </Page>
  )
}

type Enter = (input: { email: string; password: string }) => Promise<void>

function DemoLogins({ busy, onChoose }: { busy: string | null; onChoose: Enter }) {
  const { t } = useTranslation('signIn')
  const { data: demo } = useQuery({ ...api.demo.logins.queryOptions(), staleTime: Infinity, retry: false })
  if (!demo || demo.accounts.length === 0) return null
  return (
    <section className="panel stack" aria-labelledby="demo-title">
      <div>
        <h2 id="demo-title">{t('demoTitle')}</h2>
        <p className="secondary">{t('demoLead')}</p>
      </div>
      <ul className="demo-logins">
        {demo.accounts.map(account => (
          <li key={`${account.email} ${account.role}`}>
            <DemoLoginButton
              account={account}
              busy={busy === account.email}
              onChoose={() => void onChoose({ email: account.email, password: demo.password })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

const ROLES = ['supplier', 'streamer', 'agency', 'finance', 'operator'] as const
const ROLE_ICONS: Record<Role, IconName> = {
  supplier: 'items',
  streamer: 'session',
  finance: 'earnings',
  operator: 'audit',
  agency: 'party',
}

function DemoLoginButton({
  account,
  busy,
  onChoose,
}: {
  account: DemoAccount
  busy: boolean
  onChoose: () => void
}) {
  const { t } = useTranslation('shell')
  const role = ROLES.find(each => each === account.role)
  return (
    <button type="button" className="demo-login" aria-busy={busy || undefined} onClick={onChoose}>
      <Icon name={role ? ROLE_ICONS[role] : 'party'} />
      <span className="stack-tight">
        <span className="strong">{role ? t(`role.${role}`) : account.name}</span>
        <span className="small secondary">
          {account.partyName} · {account.name}
        </span>
      </span>
      {busy ? <span className="spinner" aria-hidden="true" /> : <Icon name="chevron" size={16} />}
    </button>
  )
}

type FormProps = { refusal: Exclude<SignInResult, 'signed_in'> | null; busy: string | null; onSubmit: Enter }

function SignInForm({ refusal, busy, onSubmit }: FormProps) {
  const { t } = useTranslation('signIn')
  const [missing, setMissing] = useState<{ email: boolean; password: boolean }>({
    email: false,
    password: false,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const lacks = { email: !/^\S+@\S+$/.test(email), password: password === '' }
    setMissing(lacks)
    if (lacks.email || lacks.password) {
      event.currentTarget
        .querySelector<HTMLInputElement>(lacks.email ? '[name=email]' : '[name=password]')
        ?.focus()
    } else void onSubmit({ email, password })
  }
  return (
    <form className="panel stack" noValidate onSubmit={submit} aria-label={t('title')}>
      {refusal ? (
        <div role="alert">
          <Notice tone="danger">{t(refusal)}</Notice>
        </div>
      ) : null}
      <TextField
        name="email"
        type="email"
        autoComplete="username"
        label={t('email')}
        error={missing.email ? t('emailNeeded') : null}
      />
      <TextField
        name="password"
        type="password"
        autoComplete="current-password"
        label={t('password')}
        error={missing.password ? t('passwordNeeded') : null}
      />
      <Button type="submit" kind="primary" size="large" block busy={busy !== null}>
        {t('submit')}
      </Button>
    </form>
  )
}

function Points() {
  const { t } = useTranslation('signIn')
  const points: [IconName, string][] = [
    ['clock', t('points.hold')],
    ['report', t('points.report')],
    ['earnings', t('points.ledger')],
  ]
  return (
    <ul className="points">
      {points.map(([icon, text]) => (
        <li key={icon}>
          <Icon name={icon} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
