import { Router } from 'express'
import type { AppDeps } from '#app.ts'
import { pendingMigrations } from '#db/pending-migrations.ts'

type Part = 'ok' | 'down' | 'behind'

/** /healthz: the process answers. /readyz: it could serve now, told part by part; 503 when a part cannot. */
export function healthRoutes({ db, files, log }: Pick<AppDeps, 'db' | 'files' | 'log'>): Router {
  const routes = Router()
  routes.get('/healthz', (_req, res) => {
    res.set('cache-control', 'no-store').json({ ok: true })
  })
  routes.get('/readyz', async (_req, res) => {
    const [migrations, storage] = await Promise.all([
      pendingMigrations(db).then(
        (pending): Part => (pending.length === 0 ? 'ok' : 'behind'),
        (error): Part => {
          log.warn({ err: error }, 'not ready: database')
          return 'down'
        },
      ),
      files.check().then(
        (): Part => 'ok',
        (error): Part => {
          log.warn({ err: error }, 'not ready: files')
          return 'down'
        },
      ),
    ])
    const parts = { database: migrations === 'down' ? 'down' : 'ok', migrations, files: storage }
    const ready = Object.values(parts).every(part => part === 'ok')
    res.set('cache-control', 'no-store')
    if (!ready) res.set('retry-after', '2')
    res.status(ready ? 200 : 503).json({ ready, parts })
  })
  return routes
}
