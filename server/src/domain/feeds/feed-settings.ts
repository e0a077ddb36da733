import { FEED_LIMITS, FEED_MODES } from '@haowu/shared/feeds.ts'
import { z } from 'zod'
import { type FeedDefinition, feedDefinition } from './feed-config.ts'

/** What a supplier decides about a source. */
export const feedSettings = z
  .strictObject({
    name: z.string().trim().min(1).max(FEED_LIMITS.nameCharacters),
    mode: z.enum(FEED_MODES),
    everyMinutes: z.int().min(FEED_LIMITS.everyMinutesLeast).max(FEED_LIMITS.everyMinutesMost),
    fullHour: z.int().min(0).max(23).nullable(),
    definition: feedDefinition,
  })
  .refine(({ mode, definition }) => mode !== 'full' || readsAllEachTime(definition), {
    path: ['mode'],
    message: 'only a source that is read whole each time can say what is gone',
  })
  .refine(({ mode, definition }) => mode === 'price_stock' || !isErp(definition), {
    path: ['mode'],
    message: 'these sources tell prices and stock only',
  })
export type FeedSettings = z.output<typeof feedSettings>

/** Whether a source has no way to ask only for what changed. */
export function readsAllEachTime(definition: FeedDefinition): boolean {
  return definition.kind === 'csv' || (definition.kind === 'json' && definition.config.since === undefined)
}

const isErp = ({ kind }: FeedDefinition): boolean => kind === 'jushuitan' || kind === 'wangdiantong'
