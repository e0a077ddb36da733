/* Keeps the shell and the scripts a page has used, so that a run sheet opens where there is no network. Data is never kept here. */
const CACHE = 'haowu-1'
const SHELL = '/sessions'
const MOST_KEPT = 400
const OTHERS_PAGES = /^\/(api|rail|ops|demo|media|healthz|readyz|metrics)(\/|$)/

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

self.addEventListener('message', event => {
  const urls = event.data?.keep
  if (!Array.isArray(urls)) return
  event.waitUntil(keepAll([SHELL, '/first-paint.js', '/mark.svg', ...urls]))
})

async function keepAll(urls) {
  const cache = await caches.open(CACHE)
  const known = await cache.keys()
  if (known.length > MOST_KEPT) await Promise.all(known.map(request => cache.delete(request)))
  await Promise.all(
    urls.map(async url => {
      const hashed = new URL(url, self.location.origin).pathname.startsWith('/assets/')
      if (hashed && (await cache.match(url))) return
      const answer = await fetch(url).catch(() => null)
      if (answer?.ok) await cache.put(url, answer)
    }),
  )
}

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || OTHERS_PAGES.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept(SHELL)))
  else if (pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request))
  else if (pathname === '/first-paint.js' || pathname === '/mark.svg')
    event.respondWith(fetch(request).catch(() => kept(pathname)))
})

async function fromCacheFirst(request) {
  const cache = await caches.open(CACHE)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function kept(url) {
  const cache = await caches.open(CACHE)
  return (await cache.match(url)) ?? Response.error()
}
