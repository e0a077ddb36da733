import { useMutation } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { Page } from '#ui/page.tsx'

/** Where the link of the letter leads: the address is verified by opening it, signed in or not. */
export function VerifyEmailPage() {
  const { t } = useTranslation('signUp')
  const { token } = useSearch({ from: '/public/verify-email' })
  const verify = useMutation(api.accounts.verifyEmail.mutationOptions())
  const tried = useRef(false)
  const { mutate } = verify
  useEffect(() => {
    if (tried.current || !token) return
    tried.current = true
    mutate({ token })
  }, [token, mutate])
  return (
    <Page title={t('verify.title')}>
      <div className="panel stack">
        {token ? null : <Notice tone="warning" title={t('verify.noToken')} />}
        {verify.isPending ? <p role="status">{t('verify.working')}</p> : null}
        {verify.isSuccess ? <Notice tone="success" title={t('verify.done')} /> : null}
        <MutationError error={verify.error} />
        <Link to="/onboarding">{t('verify.goOn')}</Link>
      </div>
    </Page>
  )
}
