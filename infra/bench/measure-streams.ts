import type { ChildProcess } from 'node:child_process'

/** How long an act took to reach the last viewer. */
export interface Reached {
  /** Since it began. */
  sincePressMs: number
  /** Since it was committed, as far as its caller knows: some viewers hear of it before he does. */
  sinceCommitMs: number
}

export interface Streams {
  open(): Promise<number>
  /** Of this process, which holds the other ends. */
  kibEach(): number
  /** `act` answers when the measured part of it began, and is over when it is committed. */
  reach(text: string, act: () => Promise<number>): Promise<Reached>
}

/** Viewers with open streams in a process of their own, who answer when the last of them has received a text. */
export function measureStreams(
  viewers: ChildProcess,
  { streams, ...where }: { port: number; paths: string[]; streams: number },
): Streams {
  let kib = Number.NaN
  const said = (word: string) =>
    new Promise<void>((resolve, reject) => {
      viewers.once('message', heard => (heard === word ? resolve() : reject(new Error(String(heard)))))
    })
  return {
    async open() {
      const before = process.memoryUsage.rss()
      const open = said('open')
      viewers.send({ ...where, streams })
      await open
      kib = (process.memoryUsage.rss() - before) / 1024 / streams
      return streams
    },
    kibEach: () => kib,
    async reach(text, act) {
      const waiting = said('waiting')
      viewers.send({ await: text })
      await waiting
      const heard = said('heard').then(() => performance.now())
      const began = await act()
      const committed = performance.now()
      const last = await heard
      return { sincePressMs: last - began, sinceCommitMs: Math.max(0, last - committed) }
    },
  }
}
