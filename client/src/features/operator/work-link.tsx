import type { WorkKind } from '@haowu/shared/work.ts'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Each kind's own desk; `$id` stands for the row. */
const DESKS: Record<WorkKind, string> = {
  application: '/operator/reviews/$id',
  case: '/operator/cases/$id',
  report: '/operator/reports',
  reinspection: '/operator/reinspections',
  deposit: '/operator/deposits/$id',
  loan: '/operator/loans/$id',
  quarantine: '/operator/audit',
}

/** Leads from a line of the queue to where it is worked on. */
export function WorkLink({ row, children }: { row: { kind: WorkKind; id: string }; children: ReactNode }) {
  const router = useRouter()
  const href = DESKS[row.kind].replace('$id', row.id)
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
