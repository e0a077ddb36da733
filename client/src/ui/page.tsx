import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import './page.css'

/** A page's frame: its name (also of the browser's tab), one line of what it is for, its actions. */
export function Page({ title, tabTitle = title, lead, actions, back, children }: PageProps) {
  const { t } = useTranslation('common')
  useEffect(() => {
    document.title = `${tabTitle} · ${t('product')}`
  }, [tabTitle, t])
  return (
    <div className="page">
      {back ? <div className="page-back">{back}</div> : null}
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead ? <p className="secondary">{lead}</p> : null}
        </div>
        {actions ? <div className="row">{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}

type PageProps = {
  title: string
  /** What the browser's tab says, where that is more than the title: how far a running job is. */
  tabTitle?: string
  lead?: ReactNode
  actions?: ReactNode
  back?: ReactNode
  children: ReactNode
}
