import type { StoredImportFile } from '#domain/imports/store-file.ts'
import type { FeedCursor } from './feed-adapter.ts'
import type { ImportChoices } from '@haowu/shared/imports.ts'

/** What a source gave: a table in the store, or the word that nothing moved since it was read last. */
export type FetchedFeed =
  | { kind: 'unchanged'; cursor: FeedCursor | null }
  | {
      kind: 'table'
      file: StoredImportFile
      choices: ImportChoices
      cursor: FeedCursor | null
      whole: boolean
      etag: string | null
      lastModified: string | null
    }
