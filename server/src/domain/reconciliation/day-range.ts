/** The first and the last day a statement speaks of: what it says of itself, and those of its lines. */
export interface DayRange {
  /** The balance a statement begins with is often dated the evening before: it counts only where there is nothing else. */
  begin(day: string): void
  add(day: string): void
  end(day: string): void
  range(): { dayFrom: string; dayTo: string }
}

export function createDayRange(): DayRange {
  const seen: string[] = []
  let opened: string | null = null
  const stretch = (day: string) => {
    if (seen[0] === undefined || day < seen[0]) seen[0] = day
    if (seen[1] === undefined || day > seen[1]) seen[1] = day
  }
  return {
    begin(day) {
      opened ??= day
    },
    add: stretch,
    end: stretch,
    range() {
      const [from = opened ?? '', to = opened ?? ''] = seen
      return { dayFrom: from, dayTo: to }
    },
  }
}
