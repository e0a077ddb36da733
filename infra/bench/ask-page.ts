import type { ChildProcess } from 'node:child_process'
import type { Call } from './page-caller.ts'

/** Has a `page-caller` do its calls; rejects with the first thing that was not as expected. */
export function askPage(caller: ChildProcess, call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    caller.once('message', said => (said === 'done' ? resolve() : reject(new Error(String(said)))))
    caller.send(call)
  })
}
