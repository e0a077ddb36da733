import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { workspaceRoute } from '#app/workspace-route.tsx'
import { historySearch, previewSearch, rowsSearch } from '#features/imports/import-search.ts'

const imports = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports',
  staticData: { roles: ['supplier'] },
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('#features/imports/imports-page.tsx'), 'ImportsPage'),
})

const oneImport = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/imports/$importId',
  staticData: { roles: ['supplier'] },
  component: lazyRouteComponent(() => import('#features/imports/import-page.tsx'), 'ImportPage'),
})

const supplierOnly = { getParentRoute: () => oneImport, staticData: { roles: ['supplier' as const] } }

/** Leads to the step that needs the person, and waits with him while there is none. */
const next = createRoute({
  ...supplierOnly,
  path: '/',
  component: lazyRouteComponent(() => import('#features/imports/next-step.tsx'), 'NextStep'),
})

const file = createRoute({
  ...supplierOnly,
  path: 'file',
  component: lazyRouteComponent(() => import('#features/imports/file-step.tsx'), 'FileStep'),
})

const columns = createRoute({
  ...supplierOnly,
  path: 'columns',
  component: lazyRouteComponent(() => import('#features/imports/columns-step.tsx'), 'ColumnsStep'),
})

const words = createRoute({
  ...supplierOnly,
  path: 'words',
  component: lazyRouteComponent(() => import('#features/imports/words-step.tsx'), 'WordsStep'),
})

const rows = createRoute({
  ...supplierOnly,
  path: 'rows',
  validateSearch: rowsSearch,
  component: lazyRouteComponent(() => import('#features/imports/rows-step.tsx'), 'RowsStep'),
})

const preview = createRoute({
  ...supplierOnly,
  path: 'preview',
  validateSearch: previewSearch,
  component: lazyRouteComponent(() => import('#features/imports/preview-step.tsx'), 'PreviewStep'),
})

const run = createRoute({
  ...supplierOnly,
  path: 'run',
  component: lazyRouteComponent(() => import('#features/imports/run-step.tsx'), 'RunStep'),
})

const done = createRoute({
  ...supplierOnly,
  path: 'done',
  component: lazyRouteComponent(() => import('#features/imports/done-step.tsx'), 'DoneStep'),
})

export const importRoutes = [
  imports,
  oneImport.addChildren([next, file, columns, words, rows, preview, run, done]),
] as const
