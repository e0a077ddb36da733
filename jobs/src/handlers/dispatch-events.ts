import type { HandlerDeps } from '../job-deps.ts'

const MOST_BATCHES = 20

/** The loop of each process dispatches by itself; this sweep makes a loop that hangs visible and harmless. */
export async function dispatchEvents({ dispatchOutbox }: HandlerDeps): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    if ((await dispatchOutbox()) === 0) return
  }
}
