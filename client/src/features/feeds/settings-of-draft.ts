import type { FeedDefinition, FeedSettings } from '#features/feeds/feed-calls.ts'
import {
  type FeedDraft,
  type FieldDraft,
  type JsonDraft,
  KEY_NAMES,
  type PagingDraft,
  PRICE_FIELDS,
  OPTIONAL_KEYS,
} from '#features/feeds/feed-draft.ts'

type JsonConfig = Extract<FeedDefinition, { kind: 'json' }>['config']

/** What the form says, as the server takes it; only of a draft without problems. */
export function settingsOf(draft: FeedDraft): FeedSettings {
  const { name, mode, everyMinutes, fullHour } = draft
  return {
    name: name.trim(),
    mode,
    everyMinutes: Number(everyMinutes),
    fullHour,
    definition: definitionOf(draft),
  }
}

/** The source itself: where it is and how it is read. Keys only where some were typed, for what is not sent is kept. */
export function definitionOf(draft: FeedDraft): FeedDefinition {
  const secret = secretOf(draft)
  return { kind: draft.kind, config: configOf(draft), ...(secret && { secret }) } as FeedDefinition
}

function configOf({ kind, url, auth, json, csv, erp }: FeedDraft): FeedDefinition['config'] {
  const pageSize = erp.pageSize ?? undefined
  switch (kind) {
    case 'json':
      return { url: url.trim(), auth: authOf(auth), ...jsonConfig(json) }
    case 'csv':
      return {
        url: url.trim(),
        auth: authOf(auth),
        ...given({ encoding: csv.encoding, delimiter: csv.delimiter }),
      }
    case 'jushuitan':
      return { url: url.trim(), ...given({ warehouseId: erp.warehouseId.trim(), pageSize }) }
    case 'wangdiantong':
      return {
        url: url.trim(),
        defective: erp.defective,
        ...given({ warehouseNo: erp.warehouseNo.trim(), pageSize }),
      }
  }
}

function authOf({ kind, name }: FeedDraft['auth']): JsonConfig['auth'] {
  return kind === 'header' || kind === 'query' ? { kind, name: name.trim() } : { kind }
}

function jsonConfig(json: JsonDraft): Omit<JsonConfig, 'url'> {
  const { itemsPath, totalPath, errorPath, currencyPath, since, one } = json
  return {
    itemsPath: itemsPath.trim(),
    ...given({ totalPath: totalPath.trim(), errorPath: errorPath.trim(), currencyPath: currencyPath.trim() }),
    fields: Object.fromEntries(json.fields.map(field => [field.field ?? '', ruleOf(field)])),
    paging: pagingOf(json.paging),
    ...(since.on && { since: { parameter: since.parameter.trim(), format: since.format } }),
    ...(one.url.trim() !== '' && { one: { url: one.url.trim(), path: one.path.trim() || '@' } }),
  }
}

function ruleOf({ field, from, path, constant, unit, words }: FieldDraft): JsonConfig['fields'][string] {
  if (from === 'constant') return { constant }
  const known = words.filter(({ theirs }) => theirs !== '').map(({ theirs, ours }) => [theirs, ours])
  return {
    path: path.trim(),
    ...(known.length > 0 && { words: Object.fromEntries(known) }),
    ...(field !== null && PRICE_FIELDS.has(field) && unit === 'fen' && { unit }),
  }
}

function pagingOf({ kind, parameter, first, sizeParameter, size, path }: PagingDraft): JsonConfig['paging'] {
  const sized = {
    parameter: parameter.trim(),
    size: Number(size),
    ...given({ sizeParameter: sizeParameter.trim() }),
  }
  if (kind === 'page') return { kind, first, ...sized }
  if (kind === 'offset') return { kind, ...sized }
  if (kind === 'cursor') return { kind, parameter: parameter.trim(), path: path.trim() }
  return { kind }
}

export function secretOf({ kind, auth, keys }: Pick<FeedDraft, 'kind' | 'auth' | 'keys'>) {
  const names = KEY_NAMES[kind]
  const wanted = auth.kind !== 'none' || (kind !== 'json' && kind !== 'csv')
  if (!wanted || names.every(name => keys[name] === '')) return undefined
  const typed = names.filter(name => keys[name].trim() !== '' || !OPTIONAL_KEYS.has(name))
  return Object.fromEntries(typed.map(name => [name, keys[name].trim()]))
}

/** Only what there is: a setting that was left empty is no setting. */
function given<Value extends object>(values: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  const entries = Object.entries(values).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  return Object.fromEntries(entries) as { [Key in keyof Value]?: NonNullable<Value[Key]> }
}
