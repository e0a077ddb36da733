import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RegisterAccountDialog } from '#features/reconciliation/register-account-dialog.tsx'
import { Button } from '#ui/button.tsx'

/** The way to an account whose statements nobody takes yet. */
export function RegisterAccount() {
  const { t } = useTranslation('bank')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon="plus" onClick={() => setOpen(true)}>
        {t('register.open')}
      </Button>
      {open ? <RegisterAccountDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}
