import type { FeedEnd, FeedPage, FeedWalk } from './feed-adapter.ts'
import type { FeedDefinition } from './feed-config.ts'
import { walkJson } from './json-adapter.ts'
import { walkJushuitan } from './jushuitan-adapter.ts'
import { walkWangdiantong } from './wangdiantong-adapter.ts'

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
