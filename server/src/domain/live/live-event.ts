/** As it is stored, and as it goes from process to process. */
export interface LiveEvent {
  id: string
  topic: string
  kind: string
  payload: unknown
}

/** What processes listen on. */
export const LIVE_CHANNEL = 'haowu_live'
