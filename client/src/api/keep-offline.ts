let asked = false

/** Lets this page open without a network from now on: the shell and all that it has loaded are kept by the worker. */
export function keepOffline(): void {
  if (asked || !('serviceWorker' in navigator)) return
  asked = true
  navigator.serviceWorker
    .register('/sw.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => {
      const loaded = performance.getEntriesByType('resource').map(entry => entry.name)
      active?.postMessage({ keep: loaded.filter(name => name.startsWith(`${location.origin}/assets/`)) })
    })
    .catch(() => {
      asked = false
    })
}
