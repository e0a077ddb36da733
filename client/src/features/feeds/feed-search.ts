import { FEED_KINDS } from '@haowu/shared/feeds.ts'
import { z } from 'zod'

export const TEST_TABS = ['ask', 'paste'] as const
export type TestTab = (typeof TEST_TABS)[number]

/** How the form is tried stands in its address. */
export const formSearch = z.object({ try: z.enum(TEST_TABS).optional().catch(undefined) })

/** The kind of the new source; without it the kinds are offered. */
export const newSearch = formSearch.extend({ kind: z.enum(FEED_KINDS).optional().catch(undefined) })
