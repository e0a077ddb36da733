import { askPolitely } from './ask-politely.ts'
import type { AskForOne } from './feed-adapter.ts'
import { compileErrorCheck } from './json-answer.ts'
import { compileMapping, compilePath } from './map-item.ts'
import { readJson } from './read-json.ts'
import { authHeaders, withKey } from './source-auth.ts'

/** One item of a JSON source, by the same mapping as all of them. Without a quantity of its own, it is there when it is named. */
export const askJsonForOne: AskForOne<'json'> = async ({ http, source: { config, secret }, sku, signal }) => {
  if (!config.one) return null
  const url = config.one.url.replaceAll('{sku}', encodeURIComponent(sku))
  const headers = { accept: 'application/json', ...authHeaders(config.auth, secret) }
  const body = await readJson(
    await askPolitely(http, { url: withKey(url, config.auth, secret), headers, signal }),
  )
  compileErrorCheck(config)(body)
  const found = compilePath(config.one.path)(body)
  const items: unknown[] = Array.isArray(found) ? found : [found]
  const row = items.map(compileMapping(config)).find(cells => cells.get('sku')?.trim() === sku)
  if (!row) return null
  const qty = row.get('qty') ?? '1'
  const pieces = Number(qty)
  return qty.trim() === '' || !Number.isFinite(pieces) ? null : pieces
}
