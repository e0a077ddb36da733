import type { Inputs, Outputs } from '#api/api.ts'

/** What the screens of feeds get from the server and send to it, under the names that they use. */
export type Feed = Outputs['feeds']['list']['rows'][number]
export type FeedDetail = Outputs['feeds']['get']
export type FeedRun = Outputs['feeds']['runs']['rows'][number]
export type FeedSettings = Inputs['feeds']['create']
export type FeedDefinition = FeedSettings['definition']
export type TestedFeed = Outputs['feeds']['test']
