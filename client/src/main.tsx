import 'virtual:tokens.css'
import '#ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '#api/query-client.ts'
import { router } from '#app/router.ts'
import { i18nReady } from '#i18n/i18n.ts'

const host = document.getElementById('root')
if (!host) throw new Error('index.html has no #root')

await i18nReady
createRoot(host).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
