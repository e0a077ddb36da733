import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { tokensCss } from './src/ui/tokens-css.ts'

const backend = 'http://127.0.0.1:3000'

/** Makes `virtual:tokens.css` from the palette, so that colours live in one file and need no script to appear. */
const tokens: Plugin = {
  name: 'tokens-css',
  resolveId: id => (id === 'virtual:tokens.css' ? id : undefined),
  load: id => (id === 'virtual:tokens.css' ? tokensCss() : undefined),
}

export default defineConfig({
  plugins: [react(), tokens],
  // The server replaces the placeholder in each answer; Vite puts it on the tags it writes.
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: {
    proxy: Object.fromEntries(['/api', '/rail', '/ops', '/healthz'].map(path => [path, { target: backend }])),
  },
})
