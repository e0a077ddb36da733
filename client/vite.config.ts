import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { firstLoadBudget } from './first-load-budget.ts'
import { tokensCss } from './src/ui/tokens-css.ts'

const backend = 'http://127.0.0.1:3000'

/** Makes `virtual:tokens.css` from the palette, so that colours live in one file and need no script to appear. */
const tokens: Plugin = {
  name: 'tokens-css',
  resolveId: id => (id === 'virtual:tokens.css' ? id : undefined),
  load: id => (id === 'virtual:tokens.css' ? tokensCss() : undefined),
}

const layout = { public: 'app/public-layout.tsx', workspace: 'app/workspace-layout.tsx' }
/** Rendered around every page that does not do without it. */
const kit = 'ui/kit-provider.tsx'
const budgets = [
  ...[
    'room/room-page.tsx',
    'report/report-page.tsx',
    'order/buyer-order-page.tsx',
    'sign-in/sign-in-page.tsx',
  ].map(page => ({
    modules: [layout.public, `features/${page}`],
    maxKilobytes: 210,
  })),
  ...[
    'plaza/plaza-page.tsx',
    'plaza/plaza-item-page.tsx',
    'picks/cart-page.tsx',
    'picks/session-page.tsx',
    'picks/live-page.tsx',
  ].map(page => ({
    modules: [layout.workspace, `features/${page}`],
    maxKilobytes: 250,
  })),
  ...['finance/explain-page.tsx', 'imports/import-page.tsx', 'commission/plans-page.tsx'].map(page => ({
    modules: [layout.workspace, kit, `features/${page}`],
    maxKilobytes: 480,
  })),
]

export default defineConfig({
  plugins: [react(), tokens, firstLoadBudget(budgets)],
  // The server replaces the placeholder in each answer; Vite puts it on the tags it writes.
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: {
    proxy: Object.fromEntries(['/api', '/rail', '/ops', '/healthz'].map(path => [path, { target: backend }])),
  },
})
