import type { FeedDefinition, FeedDetail } from '#features/feeds/feed-calls.ts'
import {
  blankDraft,
  blankField,
  type FeedDraft,
  type FieldDraft,
  type JsonDraft,
  newRowId,
  type PagingDraft,
} from '#features/feeds/feed-draft.ts'

type Saved = Pick<FeedDetail, 'kind' | 'name' | 'mode' | 'everyMinutes' | 'fullHour' | 'config'>
type JsonConfig = Extract<FeedDefinition, { kind: 'json' }>['config']

/** A saved source as its form shows it. Its keys are not among what is known. */
export function draftOfFeed(feed: Saved): FeedDraft {
  const { kind, name, mode, everyMinutes, fullHour, config } = feed
  const draft = { ...blankDraft(kind), name, mode, everyMinutes: String(everyMinutes), fullHour }
  const definition = { kind, config } as FeedDefinition
  return { ...draft, url: definition.config.url ?? draft.url, ...configDraft(draft, definition) }
}

function configDraft(blank: FeedDraft, definition: FeedDefinition): Partial<FeedDraft> {
  switch (definition.kind) {
    case 'json':
      return { auth: authDraft(definition.config.auth), json: jsonDraft(blank.json, definition.config) }
    case 'csv': {
      const { auth, encoding = null, delimiter = null } = definition.config
      return { auth: authDraft(auth), csv: { encoding, delimiter } }
    }
    case 'jushuitan': {
      const { warehouseId = '', pageSize = null } = definition.config
      return { erp: { ...blank.erp, warehouseId, pageSize } }
    }
    case 'wangdiantong': {
      const { warehouseNo = '', defective = false, pageSize = null } = definition.config
      return { erp: { ...blank.erp, warehouseNo, defective, pageSize } }
    }
  }
}

function authDraft(auth: JsonConfig['auth']): FeedDraft['auth'] {
  return {
    kind: auth?.kind ?? 'none',
    name: auth?.kind === 'header' || auth?.kind === 'query' ? auth.name : '',
  }
}

function jsonDraft(blank: JsonDraft, config: JsonConfig): JsonDraft {
  const { itemsPath, totalPath = '', errorPath = '', currencyPath = '', fields, paging, since, one } = config
  return {
    itemsPath,
    totalPath,
    errorPath,
    currencyPath,
    fields: Object.entries(fields).map(fieldDraft),
    paging: pagingDraft(blank.paging, paging),
    since: since ? { on: true, ...since } : blank.since,
    one: one ?? blank.one,
  }
}

function fieldDraft([field, rule]: [string, JsonConfig['fields'][string]]): FieldDraft {
  const blank = blankField(field)
  if ('constant' in rule) return { ...blank, from: 'constant', constant: rule.constant }
  const words = Object.entries(rule.words ?? {})
  return {
    ...blank,
    path: rule.path,
    unit: rule.unit ?? 'yuan',
    words: words.map(([theirs, ours]) => ({ id: newRowId(), theirs, ours })),
  }
}

function pagingDraft(blank: PagingDraft, paging: JsonConfig['paging']): PagingDraft {
  if (paging === undefined || paging.kind === 'none') return blank
  return { ...blank, ...paging, ...('size' in paging ? { size: String(paging.size) } : {}) } as PagingDraft
}
