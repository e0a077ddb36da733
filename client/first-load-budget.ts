import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const KILOBYTE = 1_000

/**
 * Fails the build when a page needs more JavaScript before it can be used than its budget: the entry, the layout and the
 * page itself with all they import, gzipped. Halls where streamers sell have bad Wi-Fi, so this is a promise to them.
 */
export function firstLoadBudget(pages: { modules: string[]; maxKilobytes: number }[]): Plugin {
  return {
    name: 'first-load-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap(file => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
      )
      const entries = [...chunks.values()].filter(chunk => chunk.isEntry).map(chunk => chunk.fileName)
      const sizeOf = (fileName: string) => gzipSync(chunks.get(fileName)?.code ?? '').length
      for (const { modules, maxKilobytes } of pages) {
        const roots = modules.map(module => {
          const chunk = [...chunks.values()].find(each => each.moduleIds.some(id => id.endsWith(module)))
          return chunk ? chunk.fileName : this.error(`no chunk holds ${module}`)
        })
        const needed = withImports([...entries, ...roots], fileName => chunks.get(fileName)?.imports ?? [])
        const kilobytes = [...needed].reduce((sum, fileName) => sum + sizeOf(fileName), 0) / KILOBYTE
        const told = `${modules.at(-1)}: ${kilobytes.toFixed(0)} kB of JavaScript before the page can be used`
        if (kilobytes > maxKilobytes) this.error(`${told}; the budget is ${maxKilobytes} kB`)
        this.info(told)
      }
    },
  }
}

function withImports(roots: string[], importsOf: (fileName: string) => string[]): Set<string> {
  const needed = new Set<string>()
  const waiting = [...roots]
  for (let fileName = waiting.pop(); fileName !== undefined; fileName = waiting.pop()) {
    if (needed.has(fileName)) continue
    needed.add(fileName)
    waiting.push(...importsOf(fileName))
  }
  return needed
}
