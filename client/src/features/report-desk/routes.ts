import { CATEGORY_CODES, REPORT_KINDS } from '@haowu/shared/catalog.ts'
import { QUARANTINE_CAUSES, REINSPECTION_STATES, REPORT_DESK_STATES } from '@haowu/shared/inspection.ts'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { workspaceRoute } from '#app/workspace-route.tsx'

const roles = ['operator'] as const
const one = z.uuid().optional().catch(undefined)

const reports = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/reports',
  staticData: { roles },
  validateSearch: z.object({
    state: z.enum(REPORT_DESK_STATES).optional().catch(undefined),
    kind: z.enum(REPORT_KINDS).optional().catch(undefined),
    category: z.enum(CATEGORY_CODES).optional().catch(undefined),
    agency: one,
    q: z.coerce.string().max(80).optional().catch(undefined),
    /** One report alone, as a line of the work queue or a second look names it. */
    report: one,
  }),
  component: lazyRouteComponent(() => import('#features/report-desk/reports-page.tsx'), 'ReportsPage'),
})

const agencies = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/agencies',
  staticData: { roles },
  component: lazyRouteComponent(() => import('#features/report-desk/agencies-page.tsx'), 'AgenciesPage'),
})

const reinspections = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/reinspections',
  staticData: { roles },
  validateSearch: z.object({
    state: z.enum(REINSPECTION_STATES).optional().catch(undefined),
    /** The one that is open. */
    look: one,
  }),
  component: lazyRouteComponent(
    () => import('#features/report-desk/reinspections-page.tsx'),
    'ReinspectionsPage',
  ),
})

const quarantine = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/operator/quarantine',
  staticData: { roles },
  validateSearch: z.object({ cause: z.enum(QUARANTINE_CAUSES).optional().catch(undefined), item: one }),
  component: lazyRouteComponent(() => import('#features/report-desk/quarantine-page.tsx'), 'QuarantinePage'),
})

export const reportDeskRoutes = [reports, agencies, reinspections, quarantine] as const
