import type { WorkKind } from '@haowu/shared/work.ts'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Each kind's own desk, the row's name in its address, and what its rows are called in the audit log. */
const DESKS: Record<WorkKind, { path: string; subjectType: string; search?: string }> = {
  application: { path: '/operator/reviews/$applicationId', subjectType: 'application' },
  case: { path: '/operator/cases/$caseId', subjectType: 'case' },
  report: { path: '/operator/reports', search: 'report', subjectType: 'report' },
  reinspection: { path: '/operator/reinspections', search: 'look', subjectType: 'reinspection' },
  deposit: { path: '/operator/deposits/$partyId', subjectType: 'party' },
  loan: { path: '/operator/loans/$loanId', subjectType: 'loan' },
  quarantine: { path: '/operator/quarantine', search: 'item', subjectType: 'item' },
}

/** Leads from a line of the queue to where it is worked on; where there is no desk, to all that was done to the row. */
export function WorkLink({ row, children }: { row: { kind: WorkKind; id: string }; children: ReactNode }) {
  const router = useRouter()
  const { path, search, subjectType } = DESKS[row.kind]
  const href =
    path in router.routesByPath
      ? search
        ? `${path}?${search}=${row.id}`
        : path.replace(/\$\w+/, row.id)
      : `/operator/audit?${new URLSearchParams({ subjectType, subjectId: row.id })}`
  return (
    <a
      href={href}
      className="row-link"
      onClick={event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        router.history.push(href)
      }}
    >
      {children}
    </a>
  )
}
