import { MANIFEST_ENTRY_WORDS } from './manifest-entry.ts'

/**
 * Puts the first `count` entries in the order of their lines, in place. Rows that had to be looked at closely came after their
 * neighbours of the same chunk, so that few are out of their place and none is far from it.
 */
export function putInFileOrder(entries: Int32Array, lines: Int32Array, count: number): void {
  for (let index = 1; index < count; index++) {
    const line = lines[index] as number
    if (line >= (lines[index - 1] as number)) continue
    const place = placeOf(lines, line, index)
    moveUp(entries, { from: index, to: place, words: MANIFEST_ENTRY_WORDS })
    moveUp(lines, { from: index, to: place, words: 1 })
  }
}

/** Where among those before `index`, which stand in order, this line belongs. */
function placeOf(lines: Int32Array, line: number, index: number): number {
  let [from, to] = [0, index]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((lines[middle] as number) < line) from = middle + 1
    else to = middle
  }
  return from
}

function moveUp(all: Int32Array, { from, to, words }: { from: number; to: number; words: number }): void {
  const moved = all.slice(from * words, (from + 1) * words)
  all.copyWithin((to + 1) * words, to * words, from * words)
  all.set(moved, to * words)
}
