import type { FeedEnd, FeedPage, FeedWalk, OneAsked } from './feed-adapter.ts'
import type { FeedDefinition } from './feed-config.ts'
import { walkJson } from './json-adapter.ts'
import { askJsonForOne } from './json-one.ts'
import { askJushuitanForOne, walkJushuitan } from './jushuitan-adapter.ts'
import { askWangdiantongForOne, walkWangdiantong } from './wangdiantong-adapter.ts'

/** Sources that tell item by item; a table behind an address is fetched as it is. */
export type WalkedDefinition = Exclude<FeedDefinition, { kind: 'csv' }>

export function walkFeed(
  walk: Omit<FeedWalk, 'source'> & { source: WalkedDefinition },
): AsyncGenerator<FeedPage, FeedEnd> {
  const { source } = walk
  switch (source.kind) {
    case 'json':
      return walkJson({ ...walk, source })
    case 'jushuitan':
      return walkJushuitan({ ...walk, source })
    case 'wangdiantong':
      return walkWangdiantong({ ...walk, source })
  }
}

/** Our fields that a source tells, in the order in which its table is written. */
export function fieldsOfFeed(source: WalkedDefinition): string[] {
  return source.kind === 'json' ? Object.keys(source.config.fields) : ['sku', 'qty']
}

/** Whether a source can be asked for one item by its code. */
export function answersForOne(source: FeedDefinition): source is WalkedDefinition {
  return source.kind !== 'csv' && (source.kind !== 'json' || source.config.one !== undefined)
}

export function askForOne(
  asked: Omit<OneAsked, 'source'> & { source: WalkedDefinition },
): Promise<number | null> {
  const { source } = asked
  switch (source.kind) {
    case 'json':
      return askJsonForOne({ ...asked, source })
    case 'jushuitan':
      return askJushuitanForOne({ ...asked, source })
    case 'wangdiantong':
      return askWangdiantongForOne({ ...asked, source })
  }
}
