const SLOW_MS = 300

/** Numbered progress for a person who waits: what is done now, and how long it took when that was noticeable. */
export function createSteps(total: number) {
  return async function step<T>(number: number, title: string, work: () => Promise<T>): Promise<T> {
    console.log(`[${number}/${total}] ${title}`)
    const started = performance.now()
    const result = await work()
    const elapsed = performance.now() - started
    if (elapsed > SLOW_MS) console.log(`      done in ${(elapsed / 1000).toFixed(1)} s`)
    return result
  }
}

/** Lines in a frame, for the one thing that must not scroll by unseen. */
export function frame(lines: string[]): string {
  const width = Math.max(...lines.map(displayWidth))
  const row = (line: string) => `│ ${line}${' '.repeat(width - displayWidth(line))} │`
  return [`┌${'─'.repeat(width + 2)}┐`, ...lines.map(row), `└${'─'.repeat(width + 2)}┘`].join('\n')
}

/** Terminals give Chinese characters two columns. */
function displayWidth(text: string): number {
  return [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1),
    0,
  )
}
