import { afterEach, beforeEach } from 'vitest'

/** The tests of the story around it build on each other: after the first that fails, the rest would fail for its reason. */
export function tellInChapters(): void {
  let broken = false
  beforeEach(({ skip }) => skip(broken, 'an earlier chapter failed'))
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail'
  })
}
